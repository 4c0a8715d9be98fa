"""What operators see of a running site: figures for Prometheus, a line for each request, its id.

All of it is off by default, and then costs nothing.
"""

from flask import Flask

from glossary.site.settings import Settings
from glossary.web.observing import metrics, requests


def register(app: Flask, settings: Settings) -> None:
    """Let the requests of `app` be counted and logged, as far as the settings of the site ask it.

    Raises BrokenSource where figures are wanted and their library is not installed.
    """
    meters = metrics.Meters() if settings.metrics == "on" else None
    if meters is not None:
        app.register_blueprint(metrics.door(meters))
    is_logged, is_json = settings.access_log == "on", settings.log_format == "json"
    if meters is not None or is_logged or is_json:
        proxies = settings.trusted_proxies
        app.wsgi_app = requests.Observed(  # type: ignore[method-assign,assignment]
            app.wsgi_app, settings.interface_languages, meters, is_logged, proxies > 0
        )
