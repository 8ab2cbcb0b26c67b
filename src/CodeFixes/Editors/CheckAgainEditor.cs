using Microsoft.CodeAnalysis;
namespace AsyncStateAnalyzers.CodeFixes.Editors;
internal static class CheckAgainEditor { public static SyntaxNode? Edit(FixSite site) => null; }
