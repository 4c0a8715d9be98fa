from flask.testing import FlaskClient


def test_home_of_the_small_site(client: FlaskClient) -> None:
    answer = client.get("/en/")
    assert answer.status_code == 200
    assert "Heritage words" in answer.text
