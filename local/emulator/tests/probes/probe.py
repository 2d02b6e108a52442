"""A probe: one call that AWS answers in a known way, made directly, without Terraform.

    @probe("delete a bucket with an object", "BucketNotEmpty")
    def test_full_bucket(account):
        ...prepare, where every call succeeds...
        return lambda: account.client("s3").delete_bucket(Bucket=name)

What comes after the words are the answers that AWS may give: the code of an error, or the state that the call reads.
`@not_yet` above it marks one that the emulator answers otherwise; the run fails once it is mended and still marked.
"""

import functools

import pytest
from botocore.exceptions import ClientError


class AnsweredOtherwise(AssertionError):
    pass


not_yet = pytest.mark.xfail(raises=AnsweredOtherwise, strict=True, reason="not yet answered as AWS does")


def probe(words, *answers):
    def attach(prepare):
        @functools.wraps(prepare)
        def test(*args, **kwargs):
            call = prepare(*args, **kwargs)
            answer, told = ask(call)
            if answer not in answers:
                raise AnsweredOtherwise(f"{words}: AWS answers {' or '.join(answers)}, the emulator {told}")

        test.probe = words
        return test

    return attach


def ask(call):
    """-> (code of the error or the state that is read, what to say of it)"""
    try:
        state = call()
    except ClientError as error:
        return error.response["Error"]["Code"], str(error)
    return (state, state) if isinstance(state, str) else (None, "does what was asked")
