"""Sources for the tests: a keyring in memory, the shop, a PostgreSQL server, no waiting between tries."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from tests.books.conftest import fresh_database, server  # noqa: F401 (a fixture)

from tieout.collecting import service


class Memory(KeyringBackend):
    """A keyring that forgets."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def ring(monkeypatch):
    before, memory = keyring.get_keyring(), Memory()
    keyring.set_keyring(memory)
    monkeypatch.setenv("TIEOUT_LANGUAGE", "en")
    monkeypatch.setattr(service.time, "sleep", lambda seconds: None)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def postgres(server):  # noqa: F811
    return fresh_database(server)
