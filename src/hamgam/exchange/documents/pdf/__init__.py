"""Papers that are printed and signed: Persian, Arabic and English PDF, set by Typst."""

from hamgam.exchange.documents.pdf.render import PdfError, render_pdf

__all__ = ["PdfError", "render_pdf"]
