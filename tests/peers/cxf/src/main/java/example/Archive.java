// SPDX-License-Identifier: EUPL-1.2
package example;

import jakarta.xml.soap.AttachmentPart;
import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPElement;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.WebServiceProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import javax.xml.namespace.QName;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** An archive that says back what arrived beside the envelope, and answers with attachments of its own. */
@WebServiceProvider
@ServiceMode(Service.Mode.MESSAGE)
public final class Archive implements Provider<SOAPMessage> {
    private static final String NAMESPACE = "urn:archive";

    @Override
    public SOAPMessage invoke(SOAPMessage request) {
        try {
            Element body = first(request.getSOAPBody());
            StringBuilder seen = new StringBuilder(body.getLocalName());
            int bytes = 0;
            for (Iterator<AttachmentPart> parts = request.getAttachments(); parts.hasNext(); ) {
                AttachmentPart part = parts.next();
                byte[] content = part.getDataHandler().getInputStream().readAllBytes();
                bytes += content.length;
                seen.append(' ').append(part.getContentType()).append(' ').append(content.length);
            }
            SOAPMessage answer = MessageFactory.newInstance().createMessage();
            if (body.getLocalName().equals("store")) {
                child(answer, "stored", "title", seen.toString());
                attach(answer, "photo=1@cxf", "image/png", "\u0089PNG".getBytes(StandardCharsets.ISO_8859_1));
                attach(answer, "note=2@cxf", "text/plain", "von CXF".getBytes(StandardCharsets.UTF_8));
            } else {
                child(answer, "done", "number", Integer.toString(bytes));
            }
            answer.saveChanges();
            return answer;
        } catch (SOAPException | java.io.IOException error) {
            throw new WebServiceException(error);
        }
    }

    private static Element first(Node parent) {
        Node child = parent.getFirstChild();
        while (!(child instanceof Element)) {
            child = child.getNextSibling();
        }
        return (Element) child;
    }

    private static void child(SOAPMessage message, String name, String member, String text) throws SOAPException {
        SOAPElement element = message.getSOAPBody().addBodyElement(new QName(NAMESPACE, name, "a"));
        element.addChildElement(new QName(NAMESPACE, member, "a")).addTextNode(text);
    }

    private static void attach(SOAPMessage message, String id, String type, byte[] content) throws SOAPException {
        AttachmentPart part = message.createAttachmentPart();
        part.setRawContent(new ByteArrayInputStream(content), type);
        part.setContentId("<" + id + ">");
        message.addAttachmentPart(part);
    }
}
