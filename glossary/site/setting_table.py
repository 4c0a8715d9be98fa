"""The table of settings: name, default, help and what is a good value; the unit is in the name."""

from glossary.site import setting_checks
from glossary.site.index_settings import INDEX_SETTINGS
from glossary.site.setting_values import Setting

SETTINGS = (
    Setting(
        "title",
        "Convergence Glossary",
        "Name of the site, in page titles, feeds and mail: one text in the first of the interface "
        "languages, or a table with one for each language.",
        per_language=True,
    ),
    Setting(
        "base_url",
        "",
        "Public address of the site, without a slash at the end; part of every URI. "
        "Publish again after changing it. Empty means the address on which it listens.",
        check=setting_checks.web_address,
    ),
    *INDEX_SETTINGS,
    Setting(
        "vocabularies_folder",
        "vocabularies",
        "Folder of the vocabularies (SKOS files).",
        check=setting_checks.folder,
    ),
    Setting(
        "translations_folder",
        "translations",
        "Folder of the catalogs of terms (PO files).",
        check=setting_checks.folder,
    ),
    Setting(
        "templates_folder",
        "templates",
        "Folder of templates that override the shipped ones.",
        check=setting_checks.folder,
    ),
    Setting(
        "interface_languages",
        "en fr es de ru ar zh-Hans",
        "Languages of the interface, as BCP 47 tags with spaces between; the first is the default.",
        check=setting_checks.language_tags,
        is_list=True,
    ),
    Setting(
        "fallback_languages",
        "",
        "Languages that stand in, in this order, for a text that is missing in the language asked "
        "for: tags with spaces between, or a list; empty means that of the page, English, that of "
        "the vocabulary.",
        check=setting_checks.language_tags,
        is_list=True,
    ),
    Setting(
        "alphabets",
        {},
        "Letters by language in their order, where another order than the usual one is wanted. "
        "Publish again after changing it.",
    ),
    Setting("results_per_page", 20, "Hits on one page of search results.", least=1),
    Setting("max_results_per_page", 100, "Most hits a program may ask for at once.", least=1),
    Setting("max_batch_terms", 500, "Most terms in one batch lookup.", least=1),
    Setting(
        "max_reconciliation_queries", 50, "Most queries in one batch of reconciliation.", least=1
    ),
    Setting("max_query_characters", 300, "Longest query or term that is answered.", least=1),
    Setting("max_body_bytes", 1_048_576, "Largest body of a request.", least=1024),
    Setting(
        "cache_seconds",
        60,
        "How long programs, browsers and proxies may use an answer of the JSON door without asking "
        "again; pages are asked for again each time.",
        least=0,
    ),
    Setting(
        "host",
        "127.0.0.1",
        "Address on which `glossary serve` listens.",
        check=setting_checks.host,
    ),
    Setting("port", 8000, "Port on which `glossary serve` listens.", least=1, most=65_535),
    Setting("workers", 2, "Processes of `glossary serve`.", least=1, most=1024),
    Setting(
        "threads",
        4,
        "Threads in each process of `glossary serve` for what may take long: forms, files, pages "
        "of contributors.",
        least=1,
    ),
    Setting(
        "metrics",
        "off",
        "`on`: figures for Prometheus at `/metrics`, which a proxy should keep to itself; needs "
        'the extra "metrics".',
        choices=("on", "off"),
    ),
    Setting(
        "access_log",
        "off",
        "`on`: `glossary serve` logs a line for each request, without questions and addresses of "
        "people.",
        choices=("on", "off"),
    ),
    Setting(
        "log_format",
        "text",
        "How `glossary serve` logs: `text`, or `json` with one object in each line.",
        choices=("text", "json"),
    ),
    Setting(
        "trusted_proxies",
        0,
        "Reverse proxies in front of the site, whose `X-Forwarded-For` and `X-Forwarded-Proto` are "
        "believed; limits for each address need it.",
        least=0,
    ),
    Setting("generations_kept", 2, "Published generations kept on disk.", least=2),
    Setting(
        "database_url",
        "",
        "Database of contributions, as SQLAlchemy names it, for example "
        "`postgresql+psycopg://glossary@localhost/glossary`; "
        "empty means SQLite in `instance/contributions.sqlite`.",
        check=setting_checks.database_address,
    ),
    Setting(
        "contributions",
        "open",
        "Who may propose: `open` (anyone), `accounts` (people with an account) or `off`.",
        choices=("open", "accounts", "off"),
    ),
    Setting(
        "secret_key",
        "",
        "Key that signs sessions and links, needed with PostgreSQL, the same on all machines; "
        "empty means one made in `instance/secret`.",
    ),
    Setting(
        "mail_url",
        "",
        "Mail server, as `smtp://user:password@host:587` (TLS is started where offered) or "
        "`smtps://…`; empty means that no mail is sent.",
        check=setting_checks.mail_server,
    ),
    Setting(
        "mail_from",
        "",
        "Sender of mail, as `Name <address>`.",
        check=setting_checks.mail_sender,
    ),
    Setting(
        "openid_issuer",
        "",
        "Address of the OpenID Connect issuer; empty means none.",
        check=setting_checks.web_address,
    ),
    Setting("openid_client", "", "Our client id there."),
    Setting("openid_secret", "", "Our client secret there."),
    Setting("openid_name", "", "How the sign-in page names the issuer."),
    Setting(
        "git",
        "off",
        "`on`: each accepted change is a commit in the site's git repository.",
        choices=("on", "off"),
    ),
    Setting("max_upload_bytes", 16_777_216, "Largest catalog that may be uploaded.", least=1024),
    Setting("max_upload_entries", 50_000, "Most entries in an uploaded catalog.", least=1),
    Setting("proposals_per_hour", 30, "Most proposals from one address without account.", least=1),
)
