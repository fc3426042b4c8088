from reviews.models.assignment import Assignment
from reviews.models.rectification import Rectification
from reviews.models.round import Round, RoundResult
from reviews.models.score_sheet import Score, ScoreSheet
from reviews.models.veto import VetoMark

__all__ = ["Assignment", "Rectification", "Round", "RoundResult", "Score", "ScoreSheet", "VetoMark"]
