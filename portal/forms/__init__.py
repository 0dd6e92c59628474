"""The form and the fields that every page builds on.

What a browser sends is text from a stranger. These fields turn it into facts
or say, in words that tell how to mend it, why not; what was typed stays in the
field either way. Names in any script, emoji and joiners pass untouched; NUL,
control and bidi control characters, figures that are no numbers and years
outside 1900 to 2100 do not.

A field that a post leaves out keeps what was stored: forms are made with the
stored facts *and* the post, and only names that were sent change anything. An
empty check box therefore needs its hidden companion (same name, empty value).
"""

from portal.forms.base import BaseForm, Fault, faults_of, target
from portal.forms.checks import FIRST_YEAR, LAST_YEAR, Answered, forbidden_character
from portal.forms.choices import (
    UNKNOWN,
    CheckField,
    ChoiceField,
    Choices,
    ManyField,
    SelectField,
    YesNoField,
)
from portal.forms.dates import DateField, Part
from portal.forms.text import (
    DecimalField,
    LongTextField,
    PassphraseField,
    TextField,
    WholeNumberField,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "UNKNOWN",
    "Answered",
    "BaseForm",
    "CheckField",
    "ChoiceField",
    "Choices",
    "DateField",
    "DecimalField",
    "Fault",
    "LongTextField",
    "ManyField",
    "Part",
    "PassphraseField",
    "SelectField",
    "TextField",
    "WholeNumberField",
    "YesNoField",
    "faults_of",
    "forbidden_character",
    "target",
]
