"""The measure of all doors: one bare Flask route under the same gunicorn settings.

It answers each request with a list of 20 dictionaries of the size of a row of results, turned
into JSON by `flask.jsonify`: what a program that does nothing else costs.
"""

import argparse
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify

from glossary.site.settings import load
from glossary.web.server import Server

PATH = "/rows"
ROWS = [
    {
        "uri": f"http://vocabularies.example.org/thesaurus/concept{number}",
        "id": f"concept{number}",
        "vocabulary": "thesaurus",
        "status": "approved",
        "label": {
            "en": f"Cultural property {number}",
            "fr": f"Biens culturels {number}",
            "es": f"Bienes culturales {number}",
            "ru": f"Культурные ценности {number}",
            "ar": f"ممتلكات ثقافية {number}",
        },
    }
    for number in range(20)
]


def create_bare() -> Flask:
    """Return an application of one route."""
    app = Flask("bare")

    @app.get(PATH)
    def rows() -> Response:
        return jsonify(ROWS)

    return app


class Bare(Server):
    """Gunicorn with the settings of a site around the bare application."""

    def load(self) -> Any:
        """Return the application, made anew in each worker."""
        return self.behind_front(create_bare())


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    asked = parser.parse_args()
    settings = load(Path(), {})
    settings.host, settings.port = "127.0.0.1", asked.port
    settings.workers, settings.threads = asked.workers, asked.threads
    Bare(settings).run()


if __name__ == "__main__":
    main()
