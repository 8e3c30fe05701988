import json

import pytest
from pydantic import ValidationError

from pipeline.model import Record, text_id

TEXT = "台積電今天宣布擴廠。廣告"


def record(**changes):
    base = {
        "id": text_id(TEXT),
        "source": {
            "path": "a.txt", "member": None, "index": 0, "url": None, "outlet": None, "title": None, "authors": [],
            "encoding": "utf-8", "media_type": "text/plain", "published": {"value": "2026-01-15", "basis": "option"},
        },
        "text": TEXT,
        "body": [{"start": 0, "end": 10, "role": "paragraph"}],
        "removed": [{"start": 10, "end": 12, "kind": "promotion", "rule": "ad"}],
        "dates": [{"id": "d1", "start": 3, "end": 5, "text": "今天", "value": "2026-01-15", "earliest": "2026-01-15", "latest": "2026-01-15",
                   "type": "date", "precision": "day", "calendar": "gregorian", "basis": "publication", "modifier": None, "rule": "r"}],
        "entities": [{"id": "e1", "type": "organization", "kind": "company", "name": "台積電", "formal_name": None, "identifiers": {"twse": "2330"},
                      "basis": "lexicon", "mentions": [{"start": 0, "end": 3, "text": "台積電", "rule": "r"}]}],
        "claims": [{"id": "c1", "speaker": {"entity": "e1", "name": "台積電", "start": 0, "end": 3}, "cue": {"start": 5, "end": 7, "text": "宣布"},
                    "content": {"start": 7, "end": 9, "text": "擴廠"}, "form": "reported", "polarity": "affirmed", "certainty": "certain",
                    "dates": [], "entities": [], "sentence": {"start": 0, "end": 10}, "rule": "r"}],
        "events": [{"id": "v1", "type": "production.construct", "trigger": {"start": 7, "end": 9, "text": "擴廠"},
                    "when": {"date": "d1", "value": "2026-01-15", "earliest": None, "latest": None, "basis": "clause"},
                    "participants": [{"entity": "e1", "role": "agent"}], "sentence": {"start": 0, "end": 10}, "status": "happened", "rule": "r"}],
        "provenance": {"shilu": "0.1.0", "settings": "0" * 16, "lexicons": "0" * 16},
    }  # fmt: skip
    return base | changes


def test_a_right_record_passes_and_survives_json():
    made = Record.model_validate(record())
    assert Record.model_validate_json(made.model_dump_json()) == made
    assert json.loads(made.model_dump_json())["schema_version"] == "1.0"


def change(key, **fields):
    return {key: [record()[key][0] | fields]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (change("dates", text="明天"), "does not read"),
        (change("dates", value="15/1/2026"), "not EDTF"),
        (change("dates", latest="2026-01-14"), "ends before"),
        (change("removed", start=9), "overlap"),
        ({"removed": []}, "neither body nor removed"),
        (change("events", when=record()["events"][0]["when"] | {"date": "d9"}), "unknown 'd9'"),
        (change("events", same_as="v7"), "unknown 'v7'"),
        (change("claims", speaker={"entity": "e5", "name": "台積電", "start": 0, "end": 3}), "unknown 'e5'"),
        (change("claims", content={"start": 7, "end": 9, "text": "擴建"}), "does not read"),
        ({"surprise": 1}, "surprise"),
        ({"id": "xyz"}, "id"),
    ],
)
def test_a_wrong_record_is_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        Record.model_validate(record(**changes))


@pytest.mark.parametrize(
    "value",
    [
        "2026",
        "2026-01",
        "2026-01-15",
        "2026-02-05T10:30",
        "2025-33",
        "2025-40",
        "2025-21",
        "202X",
        "2025-01/2025-03",
        "../2029",
        "2020/..",
        "2025-12-14/2025-12-28",
    ],
)
def test_edtf_values_of_the_contract(value):
    Record.model_validate(record(**change("dates", value=value)))
