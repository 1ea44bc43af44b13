package io.lotusflow.rehearsal.suite.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers beside the API, for whoever has an admin token: files of sectors. */
public interface RawService {
  /**
   * Serves one request.
   *
   * @param method GET, PUT or DELETE
   * @param path below the service's own
   * @throws java.nio.file.NoSuchFileException if there is nothing there
   */
  void serve(String method, String path, InputStream in, OutputStream out) throws IOException;
}
