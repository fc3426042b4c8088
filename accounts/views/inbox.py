"""The inbox: newest first; opening a message marks it read and follows its link."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import ListView

from accounts.models import Message
from accounts.services.inbox import mark_read


class Inbox(LoginRequiredMixin, ListView):
    """A person's own messages."""

    template_name = "accounts/inbox.html"
    context_object_name = "message_list"
    paginate_by = 30

    def get_queryset(self):
        return Message.objects.visible_to(self.request.user)


class OpenMessage(LoginRequiredMixin, View):
    """Reading is a POST, so that a prefetching browser reads nothing."""

    http_method_names = ["post"]

    def post(self, request, pk):
        message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
        mark_read(message)
        return redirect(message.url or "accounts:inbox")
