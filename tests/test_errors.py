import pickle

from pipeline.errors import DocumentRejected, LexiconError, ShiluError, UsageError


def test_an_error_says_place_fault_and_remedy():
    error = LexiconError("column 'freq': 'x' is no number", place="mine/names.tsv:3", remedy="write a whole number")
    assert str(error) == "mine/names.tsv:3: column 'freq': 'x' is no number (write a whole number)"
    assert isinstance(error, UsageError)
    assert error.exit_code == 2


def test_a_rejection_crosses_process_borders():
    error = DocumentRejected("read", "empty", "the file is empty", place="a.txt")
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, ShiluError)
    assert (again.stage, again.code, str(again)) == ("read", "empty", str(error))
