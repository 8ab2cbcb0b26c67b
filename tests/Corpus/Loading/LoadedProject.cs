using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Corpus.Loading;

/// <summary>One project, ready to be analyzed; or the reason why it is not.</summary>
/// <param name="Name">How the project is called in rows and on the console.</param>
/// <param name="Compilation">Null where it could not be loaded.</param>
/// <param name="Problem">Why it could not be loaded.</param>
internal sealed record LoadedProject(string Name, Compilation? Compilation, string? Problem = null);
