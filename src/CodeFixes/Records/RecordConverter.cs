using AsyncStateAnalyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>Carries a plan out, in the best form that compiles wherever the type is used.</summary>
internal static class RecordConverter
{
    /// <summary>The solution with the type as an immutable record; null where it cannot be one.</summary>
    /// <param name="type">The type.</param>
    /// <param name="project">The project that declares it.</param>
    /// <param name="mayBeSent">True where messages that are changed after they were sent are to be copied instead.</param>
    /// <param name="cancel">Ends the search.</param>
    public static async Task<Solution?> TryConvertAsync(INamedTypeSymbol type, Project project, bool mayBeSent, CancellationToken cancel)
    {
        if (await RecordPlan.TryMakeAsync(type, project, mayBeSent, cancel).ConfigureAwait(false) is not { } plan)
            return null;
        var before = new Dictionary<DocumentId, Dictionary<string, int>>();
        foreach (var form in Forms(plan))
        {
            if (await ApplyAsync(plan, form, cancel).ConfigureAwait(false) is { } changed && await HoldsAsync(plan, changed, before, cancel).ConfigureAwait(false))
                return changed;
        }

        return null;
    }

    private static IEnumerable<RecordForm> Forms(RecordPlan plan)
    {
        var language = ((CSharpParseOptions)plan.Type.DeclaringSyntaxReferences[0].SyntaxTree.Options).LanguageVersion;
        var isRequired = language >= LanguageVersion.CSharp11 && !plan.IsMadeElsewhere;
        var isImmutable = language >= LanguageVersion.CSharp12 && plan.Members.Any(m => m.ReadOnlyForm is not null);
        if (PositionalForm.Of(plan) is not null)
            yield return new RecordForm(true, false, false);
        if (isImmutable && isRequired)
            yield return new RecordForm(false, true, true);
        if (isImmutable)
            yield return new RecordForm(false, false, true);
        if (isRequired)
            yield return new RecordForm(false, true, false);
        yield return new RecordForm(false, false, false);
    }

    private static async Task<Solution?> ApplyAsync(RecordPlan plan, RecordForm form, CancellationToken cancel)
    {
        var solution = plan.Project.Solution;
        foreach (var id in plan.Parts.Keys.Concat(plan.Uses.Keys).Distinct().OrderBy(i => plan.Project.Solution.GetDocument(i)?.FilePath ?? "", StringComparer.Ordinal))
        {
            if (solution.GetDocument(id) is not { } document || await document.GetSyntaxRootAsync(cancel).ConfigureAwait(false) is not { } root)
                continue;
            var rewriter = new RecordRewriter(plan, form, id);
            var rewritten = rewriter.Visit(root);
            if (!rewriter.HasForm)
                return null;
            if (ReferenceEquals(rewritten, root))
                continue;
            var changed = await Cleanup.ApplyAsync(document, rewritten, cancel).ConfigureAwait(false);
            solution = changed.Project.Solution;
            foreach (var linked in document.GetLinkedDocumentIds())
                solution = solution.WithDocumentText(linked, await changed.GetTextAsync(cancel).ConfigureAwait(false));
        }

        return solution;
    }

    /// <summary>True where the compiler says nothing new about any file that has to do with the type, and the type cannot change any more.</summary>
    private static async Task<bool> HoldsAsync(RecordPlan plan, Solution changed, Dictionary<DocumentId, Dictionary<string, int>> known, CancellationToken cancel)
    {
        foreach (var id in plan.Mentions)
        {
            if (plan.Project.Solution.GetDocument(id) is not { } old || changed.GetDocument(id) is not { } document)
                continue;
            if (!known.TryGetValue(id, out var before))
                known.Add(id, before = await ComplaintsAsync(old, cancel).ConfigureAwait(false));
            foreach (var complaint in await ComplaintsAsync(document, cancel).ConfigureAwait(false))
            {
                if (!before.TryGetValue(complaint.Key, out var count) || complaint.Value > count)
                    return false;
            }
        }

        // What is left may be inside other types, each of which is a step of its own.
        if (changed.GetProject(plan.Project.Id) is not { } project || await project.GetCompilationAsync(cancel).ConfigureAwait(false) is not { } compilation
            || Find(NameOf(plan.Type), compilation) is not { } type)
        {
            return false;
        }

        var left = KnowledgeBase.Create(compilation).Immutability.Inside(type, cancel);
        return left.Kind != MutabilityKind.Mutable || left.BufferOnly || left.Root?.ContainingType is { } other && !SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, type);
    }

    /// <summary>The type that the compilation itself declares under a name.</summary>
    public static INamedTypeSymbol? Find(string name, Compilation compilation) =>
        compilation.GetTypesByMetadataName(name).FirstOrDefault(t => SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, compilation.Assembly));

    /// <summary>The name that a type has in metadata.</summary>
    public static string NameOf(INamedTypeSymbol type) =>
        type.ContainingType is { } around ? NameOf(around) + "+" + type.MetadataName
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space + "." + type.MetadataName
        : type.MetadataName;

    private static async Task<Dictionary<string, int>> ComplaintsAsync(Document document, CancellationToken cancel)
    {
        if (await document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is not { } model)
            return new Dictionary<string, int>();
        return model.GetDiagnostics(cancellationToken: cancel).Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS8019")
            .GroupBy(d => d.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
    }
}
