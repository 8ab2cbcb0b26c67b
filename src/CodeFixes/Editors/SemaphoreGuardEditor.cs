using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>Holds a <c>SemaphoreSlim</c> from the read to the write: <c>await gate.WaitAsync(); try { … } finally { gate.Release(); }</c>.</summary>
internal static class SemaphoreGuardEditor
{
    /// <summary>The root with the guard, and the guard's name; null where a guard cannot be placed or would not mend.</summary>
    public static (SyntaxNode Root, string Guard)? Edit(FixSite site)
    {
        if (!site.IsOneBody || Accesses.Location(site) is not { } state || site.Write.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
            return null;
        if (site.Model.GetDeclaredSymbol(declaration) is not { } type || !CanHold(state, type, site) || GuardRange.TryCreate(site, state) is not { } range)
            return null;
        var existing = GuardField.Existing(site, state, type, out var unusable);
        if (unusable || !new GuardSafety(site, state, range, existing, type).Allows())
            return null;
        if (existing is not null)
            return (Wrap(site, site.Root, range, inside => Held(site, range, inside, Reference(site, existing.Name, existing is IFieldSymbol { IsStatic: false }), isAsync: true), null), existing.Name);

        var guard = new NewGuard(site, state, declaration);
        if (guard.Anchor() is not { } anchor)
            return null;
        var isField = anchor is TypeDeclarationSyntax;
        var root = Wrap(site, site.Root.TrackNodes(anchor, range.List ?? site.Body), range, inside => Held(site, range, inside, Reference(site, guard.Name, isField && !state.IsStatic), isAsync: true), anchor);
        return (guard.Declare(root, root.GetCurrentNode(anchor)!), guard.Name);
    }

    /// <summary>An object that is copied or compared by its fields must not get one more; a local must be captured to be shared at all.</summary>
    public static bool CanHold(ISymbol state, INamedTypeSymbol type, FixSite site) => state switch
    {
        ILocalSymbol => state.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } local && Bodies.Enclosing(local) != site.Body,
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } =>
            state.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } parameter && parameter.Ancestors().First(Bodies.IsBody) != site.Body,
        _ => type.TypeKind != TypeKind.Interface && (state.IsStatic || (type.TypeKind == TypeKind.Class && !type.IsRecord)),
    };

    /// <summary>The statements between waiting for the semaphore and giving it back.</summary>
    public static IEnumerable<StatementSyntax> Held(FixSite site, GuardRange range, IEnumerable<StatementSyntax> inside, string guard, bool isAsync)
    {
        var token = range.Code[0].Ancestors().TakeWhile(n => n != site.Body).Any(n => n is CatchClauseSyntax or FinallyClauseSyntax) ? "" : Token(site);
        var configure = Configures(site.Body) ? ".ConfigureAwait(false)" : "";
        var take = isAsync ? $"await {guard}.WaitAsync({token}){configure};" : $"{guard}.Wait({token});";
        yield return SyntaxFactory.ParseStatement(take).WithTrailingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation);
        yield return Try(inside, SyntaxFactory.ParseStatement($"{guard}.Release();").WithTrailingTrivia(SyntaxFactory.ElasticMarker));
    }

    /// <summary>The root with something held around a range.</summary>
    /// <param name="site">The finding.</param>
    /// <param name="root">The root to edit.</param>
    /// <param name="range">What is held.</param>
    /// <param name="hold">The statements that hold it.</param>
    /// <param name="anchor">A node that was tracked in <paramref name="root"/>, with the list; null where neither was.</param>
    /// <param name="heads">How many statements before the range belong to it already: what is declared for the code behind comes before them.</param>
    public static SyntaxNode Wrap(FixSite site, SyntaxNode root, GuardRange range, Func<IEnumerable<StatementSyntax>, IEnumerable<StatementSyntax>> hold, SyntaxNode? anchor, int heads = 0)
    {
        if (range.List is null)
        {
            var expression = (ExpressionSyntax)range.Code[0];
            StatementSyntax only = Bodies.ReturnsValue(site.Model, site.Body)
                ? SyntaxFactory.ReturnStatement(expression.WithoutTrivia())
                : SyntaxFactory.ExpressionStatement(expression.WithoutTrivia());
            return Statements.ReplaceExpressionBody(root, anchor is null ? site.Body : root.GetCurrentNode(site.Body)!, hold(new[] { only }));
        }

        var lifted = new DeclarationLift(site, range);
        var inside = lifted.Inside;
        var (blank, others) = Statements.SplitBlankLines(inside[0].GetLeadingTrivia());
        inside[0] = inside[0].WithLeadingTrivia(others);
        var list = anchor is null ? range.List : root.GetCurrentNode(range.List)!;
        var all = Statements.In(list).ToList();
        var first = Statements.In(range.List).ToList().IndexOf(range.Statements[0]);
        var statements = lifted.Before.Concat(all.GetRange(first - heads, heads)).Concat(hold(inside)).ToList();
        if (heads > 0)
            blank = MoveBlankLines(statements, lifted.Before.Count);
        for (var i = 0; i < statements.Count; i++)
        {
            if (i < lifted.Before.Count || i >= lifted.Before.Count + heads)
                statements[i] = Statements.Line(statements[i], i == 0 ? blank : default);
        }

        all.RemoveRange(first - heads, heads + range.Statements.Count);
        all.InsertRange(first - heads, statements);
        SyntaxNode changed = list is BlockSyntax block ? block.WithStatements(SyntaxFactory.List(all)) : ((SwitchSectionSyntax)list).WithStatements(SyntaxFactory.List(all));
        if (range.List is BlockSyntax before && !LayoutHabits.IsOnSeveralLines(before))
            changed = Statements.Open((BlockSyntax)changed);
        return root.ReplaceNode(list, changed);
    }

    /// <summary>The blank lines before the statement at <paramref name="index"/>, taken from there where other statements come before it now.</summary>
    private static SyntaxTriviaList MoveBlankLines(List<StatementSyntax> statements, int index)
    {
        if (index == 0)
            return default;
        var (blank, others) = Statements.SplitBlankLines(statements[index].GetLeadingTrivia());
        statements[index] = statements[index].WithLeadingTrivia(others);
        return blank;
    }

    /// <summary><c>try { … } finally { release }</c>.</summary>
    public static TryStatementSyntax Try(IEnumerable<StatementSyntax> inside, StatementSyntax release) =>
        SyntaxFactory.TryStatement(Statements.Block(inside), default, SyntaxFactory.FinallyClause(SyntaxFactory.Block(release))).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The nearest parameter that is a cancellation token.</summary>
    public static string Token(FixSite site)
    {
        foreach (var body in site.Write.Ancestors().Where(Bodies.IsBody))
        {
            if (Bodies.Symbol(site.Model, body)?.Parameters.FirstOrDefault(p => p.Type.ToDisplayString() == "System.Threading.CancellationToken" && p.Name.Length > 0 && p.Name != "_") is { } token)
                return token.Name;
            if (body is LocalFunctionStatementSyntax function && function.Modifiers.Any(SyntaxKind.StaticKeyword) || body is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword))
                return "";
        }

        return "";
    }

    private static bool Configures(SyntaxNode body) => Awaits.Configure(Bodies.OwnNodes(body));

    /// <summary>The name of a guard as the body writes names.</summary>
    public static string Reference(FixSite site, string name, bool isInstanceField) =>
        isInstanceField && Bodies.OwnNodes(site.Body).OfType<MemberAccessExpressionSyntax>().Any(a => a.Expression is ThisExpressionSyntax) ? "this." + name : name;
}
