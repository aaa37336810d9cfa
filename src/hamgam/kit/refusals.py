"""How a deed says no: one exception with a code, translated once by the web."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """A deed that may not be done, or not now.

    `code` names a sentence in `locale/<language>/refusals.toml`; `about` fills the sentence and is
    sent to machines as extension members of the problem.
    """

    def __init__(self, code: str, **about: object) -> None:
        super().__init__(code)
        self.code = code
        self.about = about

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.about.items())
        return f"{self.code}({told})" if told else self.code
