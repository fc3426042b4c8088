"""Sending and reading inbox messages."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Message
from core import clock
from core.context import NavItem

TITLE_LENGTH = Message._meta.get_field("title").max_length


def notify(recipients: Iterable, *, title: str, body: str = "", url: str = "") -> None:
    """Put the same message into each recipient's inbox, once per person."""
    now = clock.now()
    people = {user.pk: user for user in recipients}.values()
    Message.objects.bulk_create(
        Message(recipient=user, title=title[:TITLE_LENGTH], body=body, url=url, sent_at=now)
        for user in people
    )


def notify_each(notes: Iterable[tuple[int, str, str, str]]) -> None:
    """Many messages at once, as (key of the recipient, title, body, url)."""
    now = clock.now()
    Message.objects.bulk_create(
        (
            Message(recipient_id=recipient, title=title[:TITLE_LENGTH], body=body, url=url, sent_at=now)
            for recipient, title, body, url in notes
        ),
        batch_size=1000,
    )


def mark_read(message: Message) -> None:
    """Reading twice keeps the first time."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=clock.now())


def announce_job(job) -> None:
    """A link to the finished or failed job, for whoever started it."""
    if job.created_by_id is None:
        return
    notify(
        [job.created_by],
        title=f"{job.title}：{job.get_state_display()}",
        body=job.error,
        url=job.get_absolute_url(),
    )


def inbox_places(request: HttpRequest) -> list[NavItem]:
    """收件箱 with the number of unread messages."""
    unread = Message.objects.visible_to(request.user).unread().count()
    return [NavItem("收件箱", reverse("accounts:inbox"), order=80, count=unread)]
