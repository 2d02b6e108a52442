"""How the modules in `services/` complete moto without editing its files.

    @adds(KmsResponse)                      a method that moto lacks
    def describe_x(self): ...

    @wraps(KmsResponse)                     a method that moto has, but not as AWS does it;
    def enable_key_rotation(original, self): ...     `original` is moto's own

Both raise if moto has changed underneath: an addition that moto now has is to be removed.
"""

import functools


def adds(cls, name=None):
    def attach(function):
        attribute = name or function.__name__
        if hasattr(cls, attribute):
            raise TypeError(f"moto already has {cls.__name__}.{attribute}: remove this addition")
        setattr(cls, attribute, function)
        return function

    return attach


def wraps(cls, name=None):
    def attach(function):
        attribute = name or function.__name__
        original = getattr(cls, attribute)

        @functools.wraps(original)
        def method(self, *args, **kwargs):
            return function(original, self, *args, **kwargs)

        setattr(cls, attribute, method)
        return function

    return attach
