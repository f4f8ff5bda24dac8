"""Visits to children, and children who were kept from being seen."""

from visits.models.attachment import Attachment, AttachmentContent
from visits.models.unseen import MemberTold, UnseenEpisode
from visits.models.visit import Visit

__all__ = ["Attachment", "AttachmentContent", "MemberTold", "UnseenEpisode", "Visit"]
