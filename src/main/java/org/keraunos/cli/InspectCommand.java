package org.keraunos.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.data.ArrayFiles;
import org.keraunos.data.inspect.Inspection;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Format;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Readers;
import org.keraunos.report.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keraunos inspect}: what data hold and what is wrong with them. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Says what data hold and what is wrong with them.",
      "Counts, sizes, how frequent labels are and how they go together, duplicates, near-duplicates",
      "between parts, broken files, labels with too few rows."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos inspect photos",
      "  keraunos inspect photos --html photos.html",
      "  keraunos inspect scene.arff --json"
    })
final class InspectCommand extends BaseCommand {
  @Parameters(paramLabel = "DATA", description = "Data in any format of keraunos train.")
  private Path data = Path.of("");

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Option(
      names = "--min-positives",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many training rows a label should have; ${DEFAULT-VALUE}.")
  private int minPositives;

  @Option(
      names = "--near-bits",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "How many of the 64 bits of two pictures' perceptual hashes may differ for them to be "
              + "near-duplicates, 0 to 15; ${DEFAULT-VALUE}.")
  private int nearBits;

  @Option(names = "--html", paramLabel = "FILE.html", description = "A page with all figures, too.")
  private @Nullable Path html;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  InspectCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = out();
    Check.argument(minPositives >= 1, "--min-positives", ">= 1", minPositives);
    Check.argument(nearBits >= 0 && nearBits <= 15, "--near-bits", "0 to 15", nearBits);
    dataOptions.check();
    DataEffects.checkLooking(this);
    DataEffects.check(this, dataOptions, data);
    if (html != null) {
      Outputs.checkPage("--html", html);
      AtomicFiles.checkWritable(html);
    }
    boolean arrays = dataOptions.isArrays(data);
    Listing listing = arrays
        ? ArrayFiles.listing(data, dataOptions.readOptions())
        : Readers.read(data, dataOptions.readOptions());
    if (listing.content() instanceof Content.Features) {
      refuse(List.of("--near-bits"), "pictures", "features");
      DataEffects.checkImages(this, false);
    }
    String format =
        arrays ? "NumPy arrays" : Format.of(data, dataOptions.readOptions()).spelled();
    InspectReport report = new InspectReport(
        data.toString(),
        format,
        minPositives,
        Inspection.of(listing, data, nearBits),
        listing.reading());
    if (html != null) {
      byte[] page =
          InspectHtml.of(report, new Thumbnails(listing)).getBytes(StandardCharsets.UTF_8);
      AtomicFiles.writeFile(html, stream -> stream.write(page));
    }
    out.print(
        json ? StrictJson.write(report.toMap()) + System.lineSeparator() : InspectText.of(report));
    if (html != null && !json) {
      out.println("Wrote " + html);
    }
    return 0;
  }
}
