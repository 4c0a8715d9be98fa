"""The door of linked data."""

from flask import Blueprint

door = Blueprint("linked_data", __name__)
