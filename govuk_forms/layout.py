"""What a form's layout is made of, besides names of fields. docs/front-end.md shows each in use."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.forms import BaseForm
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .macros import render
from .render import Look, question

__all__ = [
    "Button", "Buttons", "Details", "Fieldset", "Heading", "Inset", "Layout", "Link", "Paragraph", "Question",
    "Shown", "Warning",
]  # fmt: skip

Part: TypeAlias = "str | LayoutObject"


class _Group(LayoutObject):
    """Holds other parts of a layout."""

    def __init__(self, *parts: Part) -> None:
        self.fields = list(parts)

    def inside(self, form: BaseForm, context: Context, template_pack: str) -> SafeString:
        return SafeString(self.get_rendered_fields(form, context, template_pack))


class Question(LayoutObject):
    """One field and how it looks: Question("seen", size="m", reveal={"no": ["why_not"]}).

    `reveal` gives, for a choice, what is asked when it is chosen; say in the form's `requires` that it must
    be answered. Other options are those of render.Look.
    """

    def __init__(self, name: str, *, reveal: Mapping[str, Sequence[Part]] | None = None, **look: Any) -> None:
        self.name = name
        self.reveal = {str(choice): list(parts) for choice, parts in (reveal or {}).items()}
        self.look = Look(**look)
        # crispy walks `fields` to learn which names a layout holds.
        self.fields = [name, *(part for parts in self.reveal.values() for part in parts)]

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: object
    ) -> SafeString:
        drawn: set[str] = vars(form)["rendered_fields"]  # crispy's
        if self.name in drawn:
            raise ValueError(f"{type(form).__name__}: {self.name} is in the layout twice")
        drawn.add(self.name)
        revealed = {
            choice: SafeString(
                "".join(render_field(part, form, context, template_pack=template_pack) for part in parts)
            )
            for choice, parts in self.reveal.items()
        }
        show_errors = bool(context.get("form_show_errors", True))
        return question(form[self.name], replace(self.look, reveal=revealed), show_errors=show_errors)


class Fieldset(_Group):
    """Questions that belong together, under a legend."""

    def __init__(self, legend: str, *parts: Part, size: str = "m") -> None:
        super().__init__(*parts)
        self.legend = {"text": legend, "classes": f"govuk-fieldset__legend--{size}"}

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: object
    ) -> SafeString:
        return render("fieldset", legend=self.legend, html=self.inside(form, context, template_pack))


class Shown(_Group):
    """Questions further down that are seen only while a choice of an earlier Question is chosen.

    Shown("if-met", …) goes with Question("contact", shows={"face-to-face": "if-met"}): for a stretch of questions too
    long, or too deep, to be revealed between two choices. `by` is "checkboxes" where the earlier question is one.
    """

    def __init__(self, html_id: str, *parts: Part, by: str = "radios") -> None:
        super().__init__(*parts)
        self.html_id, self.by = html_id, by

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: object
    ) -> SafeString:
        conditional = f"govuk-{self.by}__conditional"
        return format_html(
            '<div class="app-shown {} {}--hidden" id="{}">{}</div>',
            conditional,
            conditional,
            self.html_id,
            self.inside(form, context, template_pack),
        )


class Details(_Group):
    """Folded away until asked for, or until something inside is wrong."""

    def __init__(self, summary: str, *parts: Part) -> None:
        super().__init__(*parts)
        self.summary = summary

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: object
    ) -> SafeString:
        wrong = form.is_bound and any(pointer.name in form.errors for pointer in self.get_field_names())
        html = self.inside(form, context, template_pack)
        return render("details", summaryText=self.summary, html=html, open=wrong or None)


class Buttons(_Group):
    """Buttons and links side by side, at the end of a form."""

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: object
    ) -> SafeString:
        return format_html(
            '<div class="govuk-button-group">{}</div>', self.inside(form, context, template_pack)
        )


class _Fixed(LayoutObject):
    """The same whatever the form holds."""

    fields: Sequence[Part] = ()

    def html(self) -> SafeString:
        raise NotImplementedError

    def render(
        self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: object
    ) -> SafeString:
        return self.html()


class Button(_Fixed):
    """Submits the form. `kind` is "secondary" or "warning"; `name` and `value` tell one button from another."""

    def __init__(
        self, text: str, *, name: str | None = None, value: str | None = None, kind: str = ""
    ) -> None:
        self.text, self.name, self.value, self.kind = text, name, value, kind

    def html(self) -> SafeString:
        return render(
            "button",
            text=self.text,
            name=self.name,
            value=self.value,
            preventDoubleClick=True,
            classes=f"govuk-button--{self.kind}" if self.kind else None,
        )


class Link(_Fixed):
    def __init__(self, text: str, url: str) -> None:
        self.text, self.url = text, url

    def html(self) -> SafeString:
        return format_html('<a class="govuk-link" href="{}">{}</a>', self.url, self.text)


class Heading(_Fixed):
    """A second-level heading between questions."""

    def __init__(self, text: str, *, size: str = "m") -> None:
        self.text, self.size = text, size

    def html(self) -> SafeString:
        return format_html('<h2 class="govuk-heading-{}">{}</h2>', self.size, self.text)


class Paragraph(_Fixed):
    def __init__(self, text: str) -> None:
        self.text = text

    def html(self) -> SafeString:
        return format_html('<p class="govuk-body">{}</p>', self.text)


class Inset(_Fixed):
    """Words set apart: what to bear in mind while answering."""

    def __init__(self, text: str) -> None:
        self.text = text

    def html(self) -> SafeString:
        return render("inset-text", text=self.text)


class Warning(_Fixed):
    """Words with an exclamation mark: what follows from answering."""

    def __init__(self, text: str) -> None:
        self.text = text

    def html(self) -> SafeString:
        return render("warning-text", text=self.text, iconFallbackText="Warning")
