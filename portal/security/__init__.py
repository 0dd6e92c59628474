"""Who may do what, and what every answer carries: one small module for each."""

from portal.security.guard import current_actor, the
from portal.security.person import Person, signed_in_person
from portal.security.policies import Policy, UndeclaredRoute, add_loader, policy
from portal.security.redirects import local_path

__all__ = [
    "Person",
    "Policy",
    "UndeclaredRoute",
    "add_loader",
    "current_actor",
    "local_path",
    "policy",
    "signed_in_person",
    "the",
]
