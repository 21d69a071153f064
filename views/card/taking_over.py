"""Taking over what the last card of the same resource answers: into what is unanswered, and nothing saved."""

from werkzeug.datastructures import MultiDict

from app.services.card.earlier import answers_of, earlier_card
from models import Activity
from views.card.form import CardForm
from views.card.layout import FormPage
from views.card.values import sending


def with_earlier_answers(card: Activity, sent: MultiDict[str, str]) -> FormPage:
    """Return the form as it was sent, what it leaves unanswered as the earlier card says."""
    before = FormPage(card, CardForm(card, sent), sending(sent).seen)
    found = earlier_card(card, before.main_resource)
    filled, taken = sent.copy(), []
    offered = {one.resource.code for one in before.typed.suggested}
    known = {one.name for one in before.form.all}
    for name, said in answers_of(found, offered) if found else ():
        if any(sent.get(one) for one in said) or not known.issuperset(said):
            continue
        taken.append(name)
        for one, text in said.items():
            filled[one] = text
    return FormPage(card, CardForm(card, filled), before.revision, taken=tuple(taken))
