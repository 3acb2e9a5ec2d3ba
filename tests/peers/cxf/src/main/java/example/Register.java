// SPDX-License-Identifier: EUPL-1.2
package example;

import example.basistypen.Anschrift;
import example.basistypen.AnschriftArt;
import example.basistypen.Dokument;
import example.basistypen.Familienstand;
import example.basistypen.Geldbetrag;
import example.basistypen.Geschlecht;
import example.basistypen.InlandsAnschrift;
import example.basistypen.Name;
import example.basistypen.Waehrung;
import example.dienst.AuskunftssperreFehler;
import example.dienst.MelderegisterPortType;
import example.dienst.PersonNichtGefundenFehler;
import example.dienst.UngueltigeAnfrageFehler;
import example.melderegister.Auskunftssperre;
import example.melderegister.Ereignis;
import example.melderegister.Feldfehler;
import example.melderegister.Meldeanschrift;
import example.melderegister.Merkmale;
import example.melderegister.ObjectFactory;
import example.melderegister.Person;
import example.melderegister.PersonNichtGefunden;
import example.melderegister.Quittung;
import example.melderegister.Suchkriterien;
import example.melderegister.Treffer;
import example.melderegister.UngueltigeAnfrage;
import jakarta.activation.DataHandler;
import jakarta.jws.WebService;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.xml.ws.Holder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;

/** A register with one resident, MR00000001, and one protected resident, MR00000099. */
@WebService(
        serviceName = "Melderegister",
        portName = "MelderegisterPort",
        targetNamespace = "https://fachwerk.example/ns/melderegister/dienst/1",
        wsdlLocation = "classpath:wsdl/melderegister.wsdl",
        endpointInterface = "example.dienst.MelderegisterPortType")
public final class Register implements MelderegisterPortType {
    private static final ObjectFactory OBJECTS = new ObjectFactory();

    private static XMLGregorianCalendar time(String text) {
        try {
            return DatatypeFactory.newInstance().newXMLGregorianCalendar(text);
        } catch (DatatypeConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Geldbetrag fee(String value, Waehrung currency) {
        Geldbetrag fee = new Geldbetrag();
        fee.setValue(new BigDecimal(value));
        fee.setWaehrung(currency);
        return fee;
    }

    private static Name name() {
        Name name = new Name();
        name.setFamilienname("Müller-Lüdenscheidt");
        name.getVorname().add("Žofia");
        name.getVorname().add("Anna");
        name.setDoktorgrad("Dr.");
        return name;
    }

    private static void known(String personId) throws PersonNichtGefundenFehler, AuskunftssperreFehler {
        if (personId.equals("MR00000099")) {
            Auskunftssperre detail = new Auskunftssperre();
            detail.setPersonId(personId);
            detail.setBefristetBis(time("2031-12-31"));
            throw new AuskunftssperreFehler("Auskunftssperre", detail);
        }
        if (!personId.equals("MR00000001")) {
            PersonNichtGefunden detail = new PersonNichtGefunden();
            detail.setPersonId(personId);
            detail.setHinweis("CXF kennt diese Person nicht.");
            throw new PersonNichtGefundenFehler("Person nicht gefunden", detail);
        }
    }

    @Override
    public void suchePerson(
            Suchkriterien criteria,
            Integer limit,
            BigInteger offset,
            Holder<List<Treffer>> hits,
            Holder<Long> total,
            Holder<Boolean> more)
            throws UngueltigeAnfrageFehler {
        if ("*".equals(criteria.getFamilienname())) {
            Feldfehler wrong = new Feldfehler();
            wrong.setCode(17);
            wrong.setFeld("familienname");
            wrong.setMeldung("Zu unbestimmt.");
            UngueltigeAnfrage detail = new UngueltigeAnfrage();
            detail.getFehler().add(wrong);
            throw new UngueltigeAnfrageFehler("Ungültige Anfrage", detail);
        }
        Treffer hit = new Treffer();
        hit.setPersonId("MR00000001");
        hit.setName(name());
        hit.setGeburtsdatum(time("1974-02-28"));
        hit.setOrt("Schwäbisch Gmünd");
        hits.value = List.of(hit);
        total.value = 4_611_686_018_427_387_905L;
        more.value = limit != null && limit == 1;
    }

    @Override
    public Person lesePerson(String personId, Boolean history) throws PersonNichtGefundenFehler, AuskunftssperreFehler {
        known(personId);
        InlandsAnschrift address = new InlandsAnschrift();
        address.setOrt("Schwäbisch Gmünd");
        address.setStrasse("Bocksgasse");
        address.setHausnummer(7);
        address.setPostleitzahl("73525");
        address.setAgs("08136065");
        Meldeanschrift registered = new Meldeanschrift();
        registered.setAnschrift(address);
        registered.setVon(time("2001-04-01"));
        registered.setArt(AnschriftArt.ALLEINIGE_WOHNUNG);
        Merkmale remarks = new Merkmale();
        remarks.getVermerkOrFristOrForderung().add(OBJECTS.createMerkmaleFrist(time("2027-01-15")));
        remarks.getVermerkOrFristOrForderung().add(OBJECTS.createMerkmaleVermerk("erster & letzter <Vermerk>"));
        remarks.getVermerkOrFristOrForderung().add(OBJECTS.createMerkmaleFrist(time("2027-02-15")));
        remarks.getVermerkOrFristOrForderung().add(OBJECTS.createMerkmaleForderung(fee("12.50", Waehrung.CHF)));
        Person person = new Person();
        person.setPersonId(personId);
        person.setName(name());
        person.setGeschlecht(Geschlecht.W);
        person.setFamilienstand(Familienstand.VH);
        person.setGeburtsdatum(time("1974-02-28"));
        person.setGeburtsort("Łódź");
        person.getStaatsangehoerigkeiten().addAll(List.of("DEU", "POL"));
        person.getMeldeanschrift().add(registered);
        person.setMerkmale(remarks);
        person.setStand(time("2026-11-01T08:15:00+01:00"));
        return person;
    }

    @Override
    public Quittung meldeUmzug(
            String personId,
            Anschrift address,
            AnschriftArt kind,
            XMLGregorianCalendar from,
            List<String> others,
            String remark,
            Dokument confirmation)
            throws UngueltigeAnfrageFehler, PersonNichtGefundenFehler, AuskunftssperreFehler {
        known(personId);
        Quittung receipt = new Quittung();
        receipt.setVorgang("UMZ-2026-000001");
        receipt.setEingegangenAm(time("2026-11-24T09:00:00Z"));
        receipt.setGebuehr(fee("0.00", Waehrung.EUR));
        // What arrived, said back, so that the test sees what CXF understood.
        receipt.getHinweis().add(address.getClass().getSimpleName() + " " + address.getOrt());
        receipt.getHinweis().add("mitziehend " + String.join(",", others == null ? List.of() : others));
        receipt.getHinweis().add("bemerkung " + remark);
        return receipt;
    }

    @Override
    public void holeBescheinigung(String personId, Holder<Dokument> certificate, Holder<Geldbetrag> charge)
            throws PersonNichtGefundenFehler, AuskunftssperreFehler {
        known(personId);
        Dokument document = new Dokument();
        document.setDateiname("bescheinigung.pdf");
        document.setInhalt(new DataHandler(
                new ByteArrayDataSource("%PDF-1.4 CXF".getBytes(StandardCharsets.US_ASCII), "application/pdf")));
        certificate.value = document;
        charge.value = fee("7.5", Waehrung.EUR);
    }

    @Override
    public void benachrichtige(String personId, Ereignis event, XMLGregorianCalendar at, Merkmale remarks) {
        // One way: there is nobody to tell.
    }
}
