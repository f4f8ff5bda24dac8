"""What is asked about visits, and about a child who was not seen."""

from visits.forms.attachments import AttachmentForm, TakeOutForm
from visits.forms.correction import CorrectionForm
from visits.forms.decisions import AcceptForm, InjuryForm
from visits.forms.unseen import CloseForm, TellChairForm, TellCoreGroupForm, TellManagerForm
from visits.forms.visits import ANOTHER_DAY, VisitForm

__all__ = [
    "ANOTHER_DAY",
    "AcceptForm",
    "AttachmentForm",
    "CloseForm",
    "CorrectionForm",
    "InjuryForm",
    "TakeOutForm",
    "TellChairForm",
    "TellCoreGroupForm",
    "TellManagerForm",
    "VisitForm",
]
