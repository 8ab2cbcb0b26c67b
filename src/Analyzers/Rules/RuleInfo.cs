using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules;

/// <summary>The one declaration of a rule; descriptor, help link and documentation are derived from it or checked against it.</summary>
internal sealed class RuleInfo
{
    /// <summary>The category of all rules.</summary>
    public const string Category = "AsyncState";

    private const string HelpRoot = "https://github.com/AsyncStateAnalyzers/AsyncStateAnalyzers/blob/main/docs/rules/";

    private RuleInfo(DiagnosticDescriptor descriptor, string since)
    {
        Descriptor = descriptor;
        Since = since;
    }

    /// <summary>What Roslyn needs to know.</summary>
    public DiagnosticDescriptor Descriptor { get; }

    /// <summary>The rule's number; once released it keeps its meaning for ever.</summary>
    public string Id => Descriptor.Id;

    /// <summary>The version that first had it.</summary>
    public string Since { get; }

    /// <summary>Declares a rule.</summary>
    /// <param name="id">The number.</param>
    /// <param name="name">The pattern, not the remedy; file, test and page carry the same name.</param>
    /// <param name="since">The version that first has it.</param>
    /// <param name="message">One sentence without a final period.</param>
    /// <param name="description">Two or three sentences for the error list.</param>
    /// <param name="severity">How it is reported where the evidence does not say otherwise.</param>
    /// <param name="tags">What editors must know of it.</param>
    public static RuleInfo Declare(string id, string name, string since, string message, string description, DiagnosticSeverity severity = DiagnosticSeverity.Warning, params string[] tags) =>
        new(new DiagnosticDescriptor(id, name, message, Category, severity, isEnabledByDefault: true, description, HelpRoot + id + ".md", tags), since);
}
