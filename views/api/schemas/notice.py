"""How each kind of messages comes by mail."""

from rules.account.notices import KINDS, Way
from views.api.schemas.bodies import Sent
from views.api.schemas.fields import Word

NoticeSettings = Sent.from_dict({kind.value: Word(Way) for kind in KINDS}, name="NoticeSettings")
