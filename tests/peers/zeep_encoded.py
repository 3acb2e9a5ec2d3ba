#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""SOAP encoding as zeep has it. Reads an answer on standard input and prints one JSON object: `answer`, what zeep made of
it, and `request`, an envelope that zeep wrote.

    zeep_encoded.py WSDL ENCODING.xsd < answer.xml
"""

import datetime
import json
import sys

import zeep
from lxml import etree
from zeep.helpers import serialize_object
from zeep.transports import Transport


class Offline(Transport):
    """Has the schema of the encoding at hand."""

    def load(self, url):
        if url.startswith("http://schemas.xmlsoap.org/soap/encoding"):
            with open(sys.argv[2], "rb") as schema:
                return schema.read()
        return super().load(url)


def main():
    client = zeep.Client(sys.argv[1], transport=Offline())
    person = client.get_type("{urn:register}Person")
    names = client.get_type("{urn:register}Names")
    people = client.get_type("{urn:register}People")
    stored = people([
        person(name="Müller & Söhne", born=datetime.date(1999, 12, 31), children=2, nicknames=names(["a", "<b>"])),
        person(name="Zoë", born=datetime.date(2001, 2, 3), children=0),
    ])
    request = client.create_message(client.service, "store", people=stored, dryRun=True)
    operation = client.service._binding._operations["store"]
    answer = operation.process_reply(etree.fromstring(sys.stdin.buffer.read()))
    print(json.dumps({
        "answer": serialize_object(answer, dict),
        "request": etree.tostring(request, encoding="unicode"),
    }, default=str))


main()
