import re
from pathlib import Path

from django.conf import settings

from accounts.audit_words import known_actions

CODE = re.compile(r'(?:audit\.record|_record)\(\s*"([a-z_]+\.[a-z_]+)"')


def test_every_act_of_the_response_has_words():
    folder = Path(settings.BASE_DIR, "procurement")
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    used = {code for text in texts for code in CODE.findall(text)}

    assert len(used) > 15
    assert used - {code for code, _words in known_actions()} == set()
