"""What people are asked about enquiries, about a conference to come, and about one that was held."""

from conferences.forms.booking import BookingForm, CancelForm, MoveForm
from conferences.forms.enquiries import DecisionForm, DiscussionForm
from conferences.forms.holding import HoldForm
from conferences.forms.outcomes import OutcomeFormSet

__all__ = [
    "BookingForm",
    "CancelForm",
    "DecisionForm",
    "DiscussionForm",
    "HoldForm",
    "MoveForm",
    "OutcomeFormSet",
]
