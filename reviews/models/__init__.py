from reviews.models.assignment import Assignment
from reviews.models.complaint import Complaint, ComplaintCheck, ComplaintFile
from reviews.models.complaint_terms import ComplaintTerms
from reviews.models.dossier import Dossier
from reviews.models.draw import Draw
from reviews.models.inspection import Inspection, InspectionItem, InspectionPhoto
from reviews.models.offline_entry import OfflineEntry
from reviews.models.panel_plan import PanelPlan
from reviews.models.quiz import Question, Quiz, QuizAttempt, QuizFigure
from reviews.models.rectification import Rectification
from reviews.models.result import PartFigure, RoundResult, SpreadReview
from reviews.models.reviewer import Reviewer
from reviews.models.round import Round, RoundPart
from reviews.models.score_sheet import Score, ScorePhoto, ScoreSheet
from reviews.models.selection import Decision, FeedbackLetter, Selection
from reviews.models.veto import VetoMark

__all__ = [
    "Assignment",
    "Complaint",
    "ComplaintCheck",
    "ComplaintFile",
    "ComplaintTerms",
    "Decision",
    "Dossier",
    "Draw",
    "FeedbackLetter",
    "Inspection",
    "InspectionItem",
    "InspectionPhoto",
    "OfflineEntry",
    "PanelPlan",
    "PartFigure",
    "Question",
    "Quiz",
    "QuizAttempt",
    "QuizFigure",
    "Rectification",
    "Reviewer",
    "Round",
    "RoundPart",
    "RoundResult",
    "Score",
    "ScorePhoto",
    "ScoreSheet",
    "Selection",
    "SpreadReview",
    "VetoMark",
]
