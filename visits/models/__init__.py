"""Visits to children, and children who were kept from being seen."""

from visits.models.unseen import MemberTold, UnseenEpisode
from visits.models.visit import Visit

__all__ = ["MemberTold", "UnseenEpisode", "Visit"]
