"""What a person does to a disruption: one address, one form and one operation per step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.operations.audit import Actor
from tracker.forms.disruptions import (
    FixForm,
    FollowUpForm,
    MergeForm,
    OwnerForm,
    RecoverForm,
    ReopenForm,
    SplitForm,
    StepForm,
)
from tracker.models import Disruption
from tracker.operations import disruptions, life
from tracker.operations.life import Act

Perform = Callable[[Disruption, Any, Act], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its form, what it does, its button, and what is said when it is done.

    `is_shown`: with a panel of its own on the page of a disruption.
    """

    form: type[forms.Form]
    perform: Perform
    label: Promise
    done: Promise
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Panel:
    """One step as the page offers it; `is_open` when its form was sent back."""

    name: str
    label: Promise
    form: forms.Form
    is_open: bool = False


def _take(disruption: Disruption, form: OwnerForm, act: Act) -> None:
    life.take(disruption, form.cleaned_data["owner"], act)


def _acknowledge(disruption: Disruption, form: StepForm, act: Act) -> None:
    life.acknowledge(disruption, act)


def _recover(disruption: Disruption, form: RecoverForm, act: Act) -> None:
    life.recover(disruption, recovered_at=form.cleaned_data["happened_at"], act=act)


def _fix(disruption: Disruption, form: FixForm, act: Act) -> None:
    life.fix(disruption, fixed_at=form.cleaned_data["happened_at"], act=act)


def _follow_up(disruption: Disruption, form: FollowUpForm, act: Act) -> None:
    life.plan_follow_up(disruption, on=form.cleaned_data["on"], act=act)


def _merge(disruption: Disruption, form: MergeForm, act: Act) -> None:
    life.merge(disruption, form.cleaned_data["into"], act)


def _split(disruption: Disruption, form: SplitForm, act: Act) -> None:
    life.split(disruption, form.opening(), act)


def _reopen(disruption: Disruption, form: StepForm, act: Act) -> None:
    disruptions.reopen(disruption, reason=act.note, actor=Actor.person(act.by), now=act.now)


STEPS = {
    "acknowledge": Step(
        StepForm,
        _acknowledge,
        _("Acknowledge"),
        _("You are at it for twelve hours."),
        is_shown=False,
    ),
    "take": Step(OwnerForm, _take, _("Put in charge"), _("Saved.")),
    "recover": Step(
        RecoverForm,
        _recover,
        _("Note the provisional recovery"),
        _("Provisional recovery noted; the disruption stays open."),
    ),
    "fix": Step(
        FixForm,
        _fix,
        _("Note the permanent fix"),
        _("Permanent fix noted; closing is a decision of its own."),
    ),
    "follow-up": Step(FollowUpForm, _follow_up, _("Plan a follow-up notice"), _("Saved.")),
    "merge": Step(
        MergeForm, _merge, _("Merge into another"), _("Merged. This one lives on in the other.")
    ),
    "split": Step(SplitForm, _split, _("Split off a part"), _("The part is a disruption now.")),
    "reopen": Step(ReopenForm, _reopen, _("Open again"), _("The disruption is open again.")),
    "undo-close": Step(
        StepForm, _reopen, _("Open again"), _("The disruption is open again."), is_shown=False
    ),
}
WHEN_CLOSED = ("reopen",)


def step_panels(disruption: Disruption, *, now: datetime) -> list[Panel]:
    """Return the steps that a disruption offers now."""
    if disruption.merged_into_id:
        return []
    names = [
        name
        for name, step in STEPS.items()
        if step.is_shown and (name in WHEN_CLOSED) == bool(disruption.closed_at)
    ]
    panels = [panel_of(disruption, name, now=now) for name in names]
    return [one for one in panels if one.name != "merge" or _has_choice(one.form)]


def panel_of(disruption: Disruption, name: str, *, now: datetime) -> Panel:
    step = STEPS[name]
    initial = {
        "happened_at": now,
        "started_at": now,
        "owner": disruption.owner_id,
        "on": disruption.follow_up_on,
    }
    form = step.form(disruption=disruption, prefix=name, initial=initial)  # type: ignore[call-arg]
    return Panel(name, step.label, form)


def _has_choice(form: forms.Form) -> bool:
    return form.fields["into"].queryset.exists()  # type: ignore[attr-defined,no-any-return]
