"""Addresses under `/desk/`."""

from django.urls import path

from creation_cycle.views import (
    adjustments,
    candidacy,
    checks,
    desk,
    documents,
    evidence,
    honours,
    lookups,
    moves,
    plan,
    recheck,
    roster,
    roster_import,
    self_assessment,
    story,
    unit,
)

app_name = "creation_cycle"
urlpatterns = [
    path("", desk.Desk.as_view(), name="desk"),
    path("units/<int:unit_pk>/", unit.UnitPage.as_view(), name="unit"),
    path("units/<int:unit_pk>/honours/", honours.Honours.as_view(), name="honours"),
    path(
        "units/<int:unit_pk>/honours/certificates/<int:pk>/",
        honours.HonourCertificate.as_view(),
        name="honour_certificate",
    ),
    path(
        "units/<int:unit_pk>/honours/plaques/<int:pk>/hang/", honours.HangPlaque.as_view(), name="plaque_hang"
    ),
    path(
        "units/<int:unit_pk>/honours/plaques/<int:pk>/lost/", honours.LosePlaque.as_view(), name="plaque_lost"
    ),
    path(
        "units/<int:unit_pk>/honours/plaques/<int:pk>/photo/",
        honours.PlaquePhoto.as_view(),
        name="plaque_photo",
    ),
    path("units/<int:unit_pk>/candidacies/", candidacy.StartCandidacy.as_view(), name="start"),
    path("units/<int:unit_pk>/candidacy/", candidacy.PresentCandidacy.as_view(), name="unit_candidacy"),
    path(
        "units/<int:unit_pk>/self-assessment/",
        self_assessment.PresentSelfAssessment.as_view(),
        name="unit_self_assessment",
    ),
    path("units/<int:unit_pk>/youth-homes/new/", unit.PairYouthHome.as_view(), name="youth_home_new"),
    path("units/<int:unit_pk>/youth-homes/<int:pk>/end/", unit.EndPairing.as_view(), name="youth_home_end"),
    path("units/<int:unit_pk>/roster/", roster.Roster.as_view(), name="roster"),
    path("units/<int:unit_pk>/roster/new/", roster.AddMember.as_view(), name="member_new"),
    path("units/<int:unit_pk>/roster/<int:pk>/", roster.ChangeMember.as_view(), name="member"),
    path("units/<int:unit_pk>/roster/<int:pk>/leave/", roster.MemberLeaves.as_view(), name="member_leave"),
    path("units/<int:unit_pk>/roster/<int:pk>/return/", roster.BringBack.as_view(), name="member_return"),
    path(
        "units/<int:unit_pk>/roster/import/", roster_import.StartImport.as_view(), name="roster_import_start"
    ),
    path(
        "units/<int:unit_pk>/roster/import/template.xlsx",
        roster_import.RosterTemplate.as_view(),
        name="roster_template",
    ),
    path(
        "units/<int:unit_pk>/roster/import/<int:pk>/",
        roster_import.ImportPage.as_view(),
        name="roster_import",
    ),
    path(
        "units/<int:unit_pk>/roster/import/<int:pk>/undo/",
        roster_import.UndoImport.as_view(),
        name="roster_import_undo",
    ),
    path("candidacies/<int:pk>/", candidacy.CandidacyPage.as_view(), name="candidacy"),
    path("candidacies/<int:pk>/next-step/", desk.NextStepCard.as_view(), name="next_step"),
    path("candidacies/<int:pk>/checks/", checks.Checks.as_view(), name="checks"),
    path("candidacies/<int:pk>/plan/", plan.PlanPage.as_view(), name="plan"),
    path(
        "candidacies/<int:pk>/self-assessment/",
        self_assessment.SelfAssessmentPage.as_view(),
        name="self_assessment",
    ),
    path(
        "candidacies/<int:pk>/self-assessment/new/",
        self_assessment.NewSelfAssessment.as_view(),
        name="self_assessment_new",
    ),
    path(
        "candidacies/<int:pk>/self-assessment/items/<int:item_pk>/evidence/",
        evidence.PickEvidence.as_view(),
        name="evidence",
    ),
    path(
        "candidacies/<int:pk>/self-assessment/versions/",
        self_assessment.SelfAssessmentHistory.as_view(),
        name="self_assessment_history",
    ),
    path(
        "candidacies/<int:pk>/self-assessment/versions/<int:number>/",
        self_assessment.SelfAssessmentVersion.as_view(),
        name="self_assessment_version",
    ),
    path("candidacies/<int:pk>/story/", story.StoryPage.as_view(), name="story"),
    path("candidacies/<int:pk>/documents/", documents.Documents.as_view(), name="documents"),
    path(
        "candidacies/<int:pk>/documents/<slug:kind>.<str:suffix>",
        documents.DocumentFile.as_view(),
        name="document",
    ),
    path("candidacies/<int:pk>/certificate/", candidacy.CertificateFile.as_view(), name="certificate"),
    path(
        "candidacies/<int:pk>/moves/submit/",
        moves.CandidacyMove.as_view(move="submit"),
        name="candidacy_submit",
    ),
    path(
        "candidacies/<int:pk>/moves/begin/",
        moves.CandidacyMove.as_view(move="begin"),
        name="candidacy_begin",
    ),
    path(
        "candidacies/<int:pk>/moves/apply/",
        moves.Apply.as_view(),
        name="candidacy_apply",
    ),
    path("candidacies/<int:pk>/moves/withdraw/", moves.Withdraw.as_view(), name="candidacy_withdraw"),
    path("units/<int:unit_pk>/adjustments/", adjustments.UnitAdjustments.as_view(), name="adjustments"),
    path("adjustments/<int:pk>/", adjustments.AdjustmentPage.as_view(), name="adjustment"),
    path("adjustments/<int:pk>/statement/", adjustments.StatementPage.as_view(), name="adjustment_statement"),
    path("adjustments/<int:pk>/appeal/", adjustments.AppealPage.as_view(), name="adjustment_appeal"),
    path(
        "adjustments/<int:pk>/files/<uuid:key>/",
        adjustments.AdjustmentFilePage.as_view(),
        name="adjustment_file",
    ),
    path("rechecks/<int:pk>/", recheck.RecheckPage.as_view(), name="recheck"),
    path("units/<int:unit_pk>/rechecks/", recheck.UnitRechecks.as_view(), name="unit_rechecks"),
    path(
        "lookups/regions/",
        lookups.Options.as_view(param="region", suggest=lookups.suggest_regions),
        name="region_options",
    ),
    path(
        "lookups/committees/",
        lookups.Options.as_view(param="committee", suggest=lookups.suggest_committees),
        name="committee_options",
    ),
    path(
        "lookups/employers/",
        lookups.Options.as_view(param="employer_name", suggest=lookups.suggest_employers),
        name="employer_options",
    ),
]
