from accounts.models.draft import FormDraft
from accounts.models.message import Message
from accounts.models.user import User

__all__ = ["FormDraft", "Message", "User"]
