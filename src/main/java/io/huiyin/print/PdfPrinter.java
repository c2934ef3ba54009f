package io.huiyin.print;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import javax.xml.transform.TransformerException;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.xmpbox.xml.DomXmpParser;
import org.apache.xmpbox.xml.XmpParsingException;
import org.apache.xmpbox.xml.XmpSerializer;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.TextNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * Makes PDF of sheets, with our own fonts inside, so that a form looks the same on every machine and in twenty years.
 * A character that no font has prints as {@value #MISSING} and is noted in the log, without the text.
 */
@Component
class PdfPrinter {

  /** The printers' mark for a type that is not in the case. */
  static final String MISSING = "〓";

  private static final Logger LOG = LoggerFactory.getLogger(PdfPrinter.class);

  static {
    // its messages may quote the text of a form
    XRLog.setLoggingEnabled(false);
  }

  private final String style = new String(read("print/form.css"), StandardCharsets.UTF_8);
  private final String screen = new String(read("print/screen.css"), StandardCharsets.UTF_8);

  /**
   * One form after the other. Demands that there is no transaction: it would keep a connection while it waits.
   *
   * @param at stands in the file as the time of its making, so that the same form at the same time is the same file
   */
  byte[] print(Sheet sheet, String foot, Instant at) {
    Assert.state(!TransactionSynchronizationManager.isActualTransactionActive(), "Printing within a transaction");
    var document = sheet.document(foot);
    document.head().prependElement("style").appendText(style);
    replaceMissing(document, sheet.title());
    try {
      synchronized (Fonts.ALL) { // they are read in once and cannot be read by two
        return pdf(document, at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for a browser: a page that needs nothing else, not even a font. */
  String page(Sheet sheet, String foot) {
    var document = sheet.document(foot);
    document.charset(StandardCharsets.UTF_8);
    document.selectFirst("html").attr("lang", "zh-CN");
    document.head().prependElement("style").appendText(style + screen);
    return "<!doctype html>\n" + document.outerHtml();
  }

  /** Whether the character has a glyph. */
  boolean has(int codePoint) {
    return Fonts.ALL.have(codePoint);
  }

  private static byte[] pdf(Document document, Instant at) throws IOException {
    try (var pdf = new PDDocument()) {
      var builder = new PdfRendererBuilder();
      builder.usePDDocument(pdf);
      builder.withW3cDocument(new W3CDom().namespaceAware(false).fromJsoup(document), null);
      builder.useUriResolver((base, uri) -> null); // a form fetches nothing
      builder.useFont(face(pdf, Fonts.ALL.regular), "Huiyin Sans", 400, FontStyle.NORMAL, true);
      builder.useFont(face(pdf, Fonts.ALL.bold), "Huiyin Sans", 700, FontStyle.NORMAL, true);
      builder.useFont(face(pdf, Fonts.ALL.rare), "Huiyin Rare", 400, FontStyle.NORMAL, true);
      // what the bold face lacks comes from the regular one
      builder.useFont(face(pdf, Fonts.ALL.regular), "Huiyin Wide", 400, FontStyle.NORMAL, true);
      // for keeping: nothing in the file depends on what a later reader has installed (ISO 19005)
      builder.usePdfAConformance(PdfAConformance.PDFA_1_B);
      builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
      builder.withProducer("Huiyin");
      try (var renderer = builder.buildPdfRenderer()) {
        renderer.createPDFWithoutClosing();
        stamp(pdf, at);
        var out = new ByteArrayOutputStream();
        pdf.save(out, CompressParameters.NO_COMPRESSION);
        return out.toByteArray();
      }
    }
  }

  private static PDFontSupplier face(PDDocument pdf, TrueTypeFont font) {
    return new PDFontSupplier(null) {
      @Override
      public PDFont supply() {
        try {
          return PDType0Font.load(pdf, font, true);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static void stamp(PDDocument pdf, Instant at) throws IOException {
    var time = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    time.setTimeInMillis(at.truncatedTo(ChronoUnit.SECONDS).toEpochMilli());
    var catalog = pdf.getDocumentCatalog();
    try {
      var metadata = new DomXmpParser().parse(catalog.getMetadata().exportXMPMetadata());
      metadata.getXMPBasicSchema().setCreateDate(time);
      var out = new ByteArrayOutputStream();
      new XmpSerializer().serialize(metadata, out, true);
      catalog.getMetadata().importXMPMetadata(out.toByteArray());
    } catch (XmpParsingException | TransformerException e) {
      throw new IllegalStateException("The PDF's own metadata cannot be read", e);
    }
    pdf.getDocumentInformation().setCreationDate(time);
    pdf.setDocumentId(at.toEpochMilli());
    catalog.setLanguage("zh-CN");
  }

  private void replaceMissing(Document document, String title) {
    var missing = document.body().stream().flatMap(element -> element.textNodes().stream())
        .mapToLong(this::replaceMissing).sum();
    if (missing > 0) {
      LOG.warn("{} characters of a {} are in none of the fonts and were printed as {}", missing, title, MISSING);
    }
  }

  private long replaceMissing(TextNode node) {
    var text = node.getWholeText();
    var printable = new StringBuilder(text.length());
    var missing = text.codePoints().filter(code -> {
      if (code == '\n' || Fonts.ALL.have(code)) {
        printable.appendCodePoint(code);
      } else if (!Character.isISOControl(code) && Character.getType(code) != Character.FORMAT) {
        printable.append(MISSING);
        return true;
      }
      return false;
    }).count();
    if (printable.length() != text.length() || missing > 0) {
      node.text(printable.toString());
    }
    return missing;
  }

  private static byte[] read(String resource) {
    try (var in = new ClassPathResource(resource).getInputStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Fonts {

    /** Read in when the first form is printed. */
    static final Fonts ALL = new Fonts();

    private final TrueTypeFont regular = font("HuiyinSans-Regular");
    private final TrueTypeFont bold = font("HuiyinSans-Bold");
    private final TrueTypeFont rare = font("HuiyinRare-Regular");
    private final BitSet glyphs = new BitSet();

    Fonts() {
      for (var font : List.of(regular, rare)) {
        try {
          var lookup = font.getUnicodeCmapLookup();
          for (var code = 0x20; code <= 0x3FFFF; code++) {
            if (lookup.getGlyphId(code) != 0) {
              glyphs.set(code);
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private static TrueTypeFont font(String name) {
      try {
        return new TTFParser().parse(new RandomAccessReadBuffer(read("fonts/" + name + ".ttf")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean have(int code) {
      return glyphs.get(code);
    }
  }
}
