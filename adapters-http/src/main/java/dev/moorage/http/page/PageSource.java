package dev.moorage.http.page;

/**
 * The files of the page as they were built.
 *
 * @param html the document. {@code {path}}, {@code {api}}, {@code {script}} and {@code {style}} are replaced in it
 * @param script the modules of the page
 * @param style the style sheet
 */
public record PageSource(byte[] html, byte[] script, byte[] style) {}
