package io.lotusflow.download;

import java.io.IOException;

/** What a server answered to a request for a range of a file that it had offered. */
record Reply(Http.Answer answer, Offer offer) {

  /**
   * Returns if the bytes that follow are the ones that were asked for, of the same file.
   *
   * @throws SourceChanged if it has another file now
   */
  void refuseAnythingElse(Pull pull) throws IOException {
    int status = answer.status();
    if (status != 200 && status != 206 && status != 416) {
      throw answer.refused();
    }
    refuseAnotherTag();
    if (status == 416) {
      throw new SourceChanged("it is too short for byte " + pull.from());
    }
    if (status == 206) {
      refuseAnotherRange(pull);
    } else {
      refuseAnotherLength(Math.max(0, answer.length()));
      refuseTheWholeFile();
    }
  }

  private void refuseAnotherTag() throws SourceChanged {
    String etag = answer.header("ETag");
    if (!etag.isEmpty() && !offer.etag().isEmpty() && !etag.equals(offer.etag())) {
      throw new SourceChanged("its ETag was " + offer.etag() + " and is " + etag);
    }
  }

  private void refuseAnotherRange(Pull pull) throws IOException {
    ContentRange range =
        ContentRange.parse(answer.header("Content-Range"))
            .orElseThrow(() -> new IOException("a partial answer without Content-Range"));
    refuseAnotherLength(range.total());
    if (range.first() != pull.from()) {
      throw new IOException("asked from %d, got %d".formatted(pull.from(), range.first()));
    }
  }

  private void refuseAnotherLength(long total) throws SourceChanged {
    if (total > 0 && offer.bytes() > 0 && total != offer.bytes()) {
      throw new SourceChanged("it had " + offer.bytes() + " bytes and has " + total);
    }
  }

  /** The answer to {@code If-Range} when the file is another one, where the ETag was left out. */
  private void refuseTheWholeFile() throws IOException {
    if (offer.ranges()) {
      throw offer.hasStrongEtag() && answer.header("ETag").isEmpty()
          ? new SourceChanged("it does not know ETag " + offer.etag() + " any more")
          : new IOException("it sent the whole file instead of a range");
    }
  }
}
