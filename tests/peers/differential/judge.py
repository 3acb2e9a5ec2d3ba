# SPDX-License-Identifier: EUPL-1.2
"""Who is right where Fachwerk refuses a message: libxml2, by the schemas of the WSDL."""

import pathlib
import sys
import tempfile

from lxml import etree

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
import judge_dump  # noqa: E402

BUILT_IN = pathlib.Path(__file__).resolve().parents[3] / "codegen/wsdl/src/builtin"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
UNDECLARED = "No matching global declaration available for the validation root"
ENCODING = ("http://schemas.xmlsoap.org/soap/encoding/", "http://www.w3.org/2003/05/soap-encoding")


class Judge:
    """Says of an envelope whether what is in it is valid."""

    def __init__(self, wsdl, catalog):
        self.wsdl, self.catalog, self.schema = wsdl, catalog, None

    def load(self):
        if self.schema is None:
            with tempfile.TemporaryDirectory() as scratch:
                catalog = judge_dump.read_catalog(self.catalog)
                built_in = judge_dump.built_in(BUILT_IN)
                try:
                    self.schema = judge_dump.Closure(pathlib.Path(self.wsdl), catalog, built_in, pathlib.Path(scratch)).load()
                except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError, ValueError) as error:
                    self.schema = str(error)
        return self.schema

    def says(self, envelope):
        """`invalid`, `valid` or `unknown`, and a sentence."""
        schema = self.load()
        try:
            root = etree.fromstring(envelope, PARSER)
        except etree.XMLSyntaxError as error:
            return "invalid", str(error)
        if isinstance(schema, str):
            return "unknown", f"libxml2 cannot load the schemas: {schema}"
        said = "valid", ""
        for element in judge_dump.elements(root):
            if not isinstance(element.tag, str):
                continue
            alone = etree.fromstring(etree.tostring(element, with_tail=False), PARSER)
            for namespace in judge_dump.SOAP:
                alone.attrib.pop(f"{{{namespace}}}encodingStyle", None)
            if schema.validate(alone):
                continue
            message = schema.error_log[0].message
            if UNDECLARED not in message:
                return "invalid", message
            said = "unknown", f"{element.tag} is not declared"
        return said
