package io.huiyin.web;

import io.huiyin.complaint.FieldReader;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** One page of a list. */
record PageOf<T>(
    List<T> items,
    @Schema(description = "第几页，从 0 起") int page,
    @Schema(description = "每页最多几条") int size,
    @Schema(description = "一共几条") long total) {

  private static final int LARGEST = 1000;

  /** Which page is asked for. */
  record Request(int page, int size) {

    static Request from(FieldReader in, int usualSize) {
      return new Request(in.number("page", 0, 1_000_000, 0), in.number("size", 1, LARGEST, usualSize));
    }

    long offset() {
      return (long) page * size;
    }

    /** This page of a list that is at hand as a whole. */
    <T> PageOf<T> of(List<T> all) {
      return new PageOf<>(all.stream().skip(offset()).limit(size).toList(), page, size, all.size());
    }
  }
}
