from accounts.models.message import Message
from accounts.models.user import User

__all__ = ["Message", "User"]
