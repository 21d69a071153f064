"""Taking over what the last card of the same resource answers: into what is unanswered, and nothing saved."""

from werkzeug.datastructures import MultiDict

from app.services.card.earlier import answers_of, earlier_card
from models import Activity
from views.card.form import CardForm
from views.card.layout import FormPage
from views.card.values import sending


def with_earlier_answers(card: Activity, sent: MultiDict[str, str]) -> FormPage:
    """Return the form as it was sent, its unanswered principles and suggestions as the earlier card says."""
    before = FormPage(card, CardForm(card, sent), sending(sent).seen)
    found = earlier_card(card, before.main_resource)
    filled, taken = sent.copy(), []
    offered = {one.resource.code for one in before.typed.suggested}
    known = {one.name for one in before.form.all}
    for start, said in answers_of(found, offered) if found else ():
        names = {f"{start}.{part}": text for part, text in said.items()}
        if any(sent.get(name) for name in names) or not known.issuperset(names):
            continue
        taken.append(start)
        for name, text in names.items():
            filled[name] = text
    return FormPage(card, CardForm(card, filled), before.revision, taken=tuple(taken))
