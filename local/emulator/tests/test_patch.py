import pytest

from ..patch import adds, wraps


class Response:
    def known(self):
        return "moto"


def test_fails_on_an_addition_that_moto_has_by_now():
    with pytest.raises(TypeError, match="moto already has Response.known: remove this addition"):

        @adds(Response)
        def known(self):
            pass


def test_fails_on_wrapping_what_moto_no_longer_has():
    with pytest.raises(AttributeError, match="gone"):

        @wraps(Response)
        def gone(original, self):
            pass


def test_a_wrapper_gets_the_original():
    class Wrapped(Response):
        pass

    @wraps(Wrapped)
    def known(original, self):
        return f"{original(self)}, completed"

    assert Wrapped().known() == "moto, completed"
