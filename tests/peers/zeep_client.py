#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""An old caller: zeep, driven by nothing but the address of a WSDL. Prints what it got as one JSON object.

    zeep_client.py URL
"""

import datetime
import json
import sys

import zeep
import zeep.exceptions
from zeep.helpers import serialize_object

MR = "https://fachwerk.example/ns/melderegister/1"
BT = "https://fachwerk.example/ns/basistypen/1"


def fault(call, *arguments, **named):
    """The fault that a call must end with: its code, its text and its detail's name and content."""
    try:
        call(*arguments, **named)
    except zeep.exceptions.Fault as error:
        detail = error.detail[0] if error.detail is not None and len(error.detail) else None
        return {
            "code": error.code,
            "message": error.message,
            "detail": None if detail is None else detail.tag,
            "text": None if detail is None else [child.text for child in detail],
        }
    raise AssertionError("no fault")


def main():
    client = zeep.Client(sys.argv[1])
    service = client.bind("Melderegister", "MelderegisterPort")
    service12 = client.bind("Melderegister", "MelderegisterPort12")
    domestic = client.get_type(f"{{{BT}}}InlandsAnschrift")
    tenant = client.get_element(f"{{{MR}}}Mandant")(ags="08111000", kennung="zeep")
    address = domestic(ort="Köln", strasse="Hohe Straße", hausnummer=22, postleitzahl="50667", ags="05315000")
    results = {
        "address": service._binding_options["address"],
        "read": service.lesePerson(personId="MR00000001", mitHistorie=True, _soapheaders=[tenant]),
        "read12": service12.lesePerson(personId="MR00000003"),
        "search": service.suchePerson(kriterien={"familienname": "Müller*"}, limit=3),
        "move": service.meldeUmzug(
            personId="MR00000001",
            neueAnschrift=address,
            art="hauptwohnung",
            einzugsdatum=datetime.date(2026, 3, 1),
            mitziehend=["MR00000002"],
        ),
        "certificate": service.holeBescheinigung(personId="MR00000007"),
        "notify": service.benachrichtige(
            personId="MR00000005", ereignis="geburt", zeitpunkt=datetime.datetime(2026, 2, 28, 11, 30)
        ),
        "not_found": fault(service.lesePerson, personId="MR99999999"),
        "locked12": fault(service12.holeBescheinigung, personId="MR00000011"),
        "invalid": fault(service.suchePerson, kriterien={"familienname": "M*"}),
    }
    plain = {name: serialize_object(value, dict) for name, value in results.items()}

    def other(value):
        if isinstance(value, bytes):
            return value.decode("latin-1")
        return str(value)

    json.dump(plain, sys.stdout, default=other, ensure_ascii=False)


if __name__ == "__main__":
    main()
