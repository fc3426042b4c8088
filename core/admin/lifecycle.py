"""The transition panel: every move out of a record's present state, and why some cannot be made now.

A move that can be made leads to a page of its own, which asks for the move's inputs and runs
`core.lifecycle.perform`. Nothing here writes a state: `perform` decides, this module shows.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from core.admin.forms import MoveForm
from core.admin.recorded import RecordedAdmin
from core.lifecycle import (
    Finding,
    LifecycleModel,
    Spec,
    Step,
    TransitionBlocked,
    blockers,
    declared_moves,
    perform,
    step,
    steps,
)
from core.templatetags.portal import state_badge


@dataclass
class Panel:
    """What a record's page shows above its form: the moves of the reader, and those of others."""

    record: LifecycleModel
    steps: list[Step]

    @property
    def mine(self) -> list[Step]:
        """The way on first, then what leads back, then what ends it."""
        mine = [step for step in self.steps if step.permitted]
        return sorted(mine, key=lambda step: (step.spec.danger, step.spec.note_required))

    @property
    def others(self) -> list[Step]:
        return [step for step in self.steps if not step.permitted]


class LifecycleAdmin(RecordedAdmin):
    """Admin of a model whose state is moved by `core.lifecycle.perform` alone."""

    change_form_outer_before_template = "admin/portal/panel.html"
    move_words: dict[str, str] = {}
    """What a move brings about, said on its page before it is made."""

    def stages(self, record) -> list:
        """The stepper's stages, for models that have one."""
        return []

    def state_shown(self, record) -> str:
        """The record's state as its page says it."""
        return state_badge(record)

    def remedy_places(self, request, record) -> dict[str, str]:
        """Addresses behind the remedies of findings, by `Finding.remedy_at`."""
        return {}

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        view = self.admin_site.admin_view(self.move_view)
        return [path("<path:object_id>/move/<str:name>/", view, name=name), *super().get_urls()]

    def changeform_view(self, request, *args, **kwargs):
        """A service may refuse what the form's own check let pass, when somebody was faster in between.

        Nothing was written then; asked once more, the check sees what the other one wrote and says it at the row.
        """
        try:
            return super().changeform_view(request, *args, **kwargs)
        except TransitionBlocked:
            return super().changeform_view(request, *args, **kwargs)

    def page_context(self, request, record) -> dict:
        return {
            **super().page_context(request, record),
            "panel": Panel(record, steps(record, request.user)),
            "state_shown": self.state_shown(record),
            "stages": self.stages(record),
            "remedy_places": self.remedy_places(request, record),
            "move_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_move",
        }

    def move_view(self, request, object_id, name):
        """GET explains the move and asks for its inputs; POST makes it."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_permission(request, record):
            raise Http404(f"no {self.opts.model_name} {object_id} for this user")
        spec = self._spec(record, name)
        form = MoveForm(
            request.POST if request.method == "POST" else None, inputs=spec.inputs if spec else ()
        )
        if request.method == "POST" and spec is None and self._just_done(request, record, name):
            return HttpResponseRedirect(self._change_url(record))
        if not form.is_valid():
            return self._move_page(request, record, name, spec, form)
        try:
            moved = perform(record, name, by=request.user, **form.cleaned_data)
        except TransitionBlocked as blocked:
            if self._just_done(request, record, name):
                return HttpResponseRedirect(self._change_url(record))
            return self._move_page(request, record, name, spec, form, refused=blocked.findings)
        messages.success(request, f"已办理“{spec.label}”，{moved} 现为：{moved.get_state_display()}。")
        return HttpResponseRedirect(self._change_url(record))

    def _just_done(self, request, record, name) -> bool:
        """The second of two clicks: this person made this very move a moment ago."""
        last = record.history.last()
        return last is not None and last.move == name and last.actor_id == request.user.pk

    def _spec(self, record, name) -> Spec | None:
        """What the move declares; None when it does not lead out of the present state."""
        edges = [edge for edge in declared_moves(type(record)) if edge.name == name]
        if not edges:
            raise Http404(f"{self.opts.model_name} has no move {name}")
        return next((edge.custom["spec"] for edge in edges if edge.source == record.state), None)

    def _findings(self, request, record, name) -> list[Finding]:
        """What the move's page says before the move is made; refuses who may not make it."""
        found = step(record, name, request.user)
        if found is None:
            return blockers(record, name, request.user)
        if not found.permitted:
            raise PermissionDenied(f"{request.user} may not {name} {record}")
        return found.findings

    def _move_page(self, request, record, name, spec, form, refused: list[Finding] | None = None):
        findings = self._findings(request, record, name) if refused is None else refused
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "state_shown": self.state_shown(record),
            "title": spec.label if spec else "不能办理这一步",
            "spec": spec,
            "blocked": any(finding.blocks for finding in findings) and refused is None,
            "refused": refused is not None,
            "findings": findings,
            "form": form,
            "words": self.move_words.get(name, ""),
            "back": self._change_url(record),
            "remedy_places": self.remedy_places(request, record),
        }
        status = 409 if refused or spec is None else 200
        return TemplateResponse(request, "admin/portal/move.html", context, status=status)

    def _change_url(self, record) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])
