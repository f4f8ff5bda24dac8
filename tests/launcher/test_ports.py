import os
import socket

import pytest

from cpp_portal.launcher import ports
from cpp_portal.launcher.trouble import Trouble


@pytest.fixture
def taken():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_is_refused_with_who_has_it_and_a_command_that_works(taken):
    with pytest.raises(Trouble) as refusal:
        ports.listen(taken)

    sentence = str(refusal.value)
    assert f"Port {taken} is in use" in sentence
    assert f"(process {os.getpid()})" in sentence
    suggested = int(sentence.partition("PORT=")[2].split()[0])
    ports.listen(suggested).close()


def test_a_port_can_be_taken_again_at_once_by_the_next_start(taken):
    free = ports.next_free(taken)
    ports.listen(free).close()

    ports.listen(free).close()


@pytest.mark.parametrize("asked", ["eighty", "0", "65536", "-1", "80.5"])
def test_nonsense_for_a_port_says_what_a_port_is(asked, monkeypatch):
    monkeypatch.setenv("PORT", asked)

    with pytest.raises(Trouble, match="a whole number from 1 to 65535"):
        ports.chosen()


def test_without_a_word_it_is_8000(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)

    assert ports.chosen() == 8000
