"""The settings that say where the published index is, and how an engine is reached."""

from collections.abc import Mapping
from pathlib import Path

from glossary.site import setting_checks
from glossary.site.setting_values import Setting
from index.places import Address

INDEX_SETTINGS = (
    Setting(
        "index_url",
        "",
        "Place of the published index: a folder, or the address of an engine, as "
        "`opensearch+https://a.example.org:9200,b.example.org:9200/glossary` (hosts, and what the "
        "names of its indexes begin with; needs the extra `opensearch`); empty means "
        "`instance/index` in the site's folder.",
        check=setting_checks.index_place,
    ),
    Setting("index_user", "", "User at the engine of the index."),
    Setting("index_password", "", "Password of that user."),
    Setting("index_api_key", "", "Key for the engine of the index, instead of user and password."),
    Setting(
        "index_ca_file",
        "",
        "File with the certificates of authorities that vouch for the engine, in the site's folder "
        "or with its whole path; empty means those that are known to Python.",
    ),
    Setting(
        "index_verify_certificates",
        "on",
        "`off`: the engine of the index is not asked who it is.",
        choices=("on", "off"),
    ),
    Setting("index_shards", 1, "Shards of each index at the engine.", least=1, most=1024),
    Setting(
        "index_copies",
        "0-all",
        "Copies of each shard at the engine: a number, or a range up to the number of nodes.",
        check=setting_checks.copies,
    ),
)


def address_in(site: Path, values: Mapping[str, object]) -> Address:
    """Return the address of the engine that settings state, with what they state for it."""
    stated = {
        setting.name.removeprefix("index_"): str(values[setting.name]) for setting in INDEX_SETTINGS
    }
    if stated["ca_file"]:
        stated["ca_file"] = str(site / stated["ca_file"])
    return Address(stated.pop("url"), stated)
