"""A mail server that takes letters on loopback and keeps them, as far as SMTP must be understood for that."""

import socketserver
import threading
from email import message_from_bytes
from email.message import Message


class _Conversation(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            match line.split()[0].upper() if line.split() else b"":
                case b"EHLO" | b"HELO":
                    self.say("250 here")
                case b"DATA":
                    self.say("354 go on")
                    self.server.take(self.letter())
                    self.say("250 kept")
                case b"QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Listens from `with MailServer(port) as server`; before and after it, connections are refused."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.letters: list[Message] = []
        self.taking = threading.Lock()

    def take(self, letter: bytes) -> None:
        with self.taking:
            self.letters.append(message_from_bytes(letter))

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_ignored: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def went_to(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.letters)
