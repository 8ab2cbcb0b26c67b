using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// A guard that is asked for inside the <c>try</c> whose <c>finally</c> gives it back. The call moves before the <c>try</c>; where a handler has to
/// see what stands before the guard is held, or the <c>finally</c> does more, a flag says whether there is something to give back.
/// </summary>
internal sealed class BeforeTryEditor
{
    private readonly FixSite _site;
    private readonly TryStatementSyntax _try;
    private readonly GuardHead _head;
    private readonly StatementSyntax _release;

    private BeforeTryEditor(FixSite site, TryStatementSyntax guarded, GuardHead head, StatementSyntax release)
    {
        _site = site;
        _try = guarded;
        _head = head;
        _release = release;
    }

    /// <summary>The root with the call before the <c>try</c>; null where it cannot stand there.</summary>
    public static SyntaxNode? Move(FixSite site) => Create(site) is { } editor && editor.CanMove() ? editor.Moved() : null;

    /// <summary>The root with a flag; null where the call can simply move, or a flag would not tell.</summary>
    public static SyntaxNode? Flag(FixSite site) => Create(site) is { } editor && !editor.CanMove() ? editor.Flagged() : null;

    private static BeforeTryEditor? Create(FixSite site)
    {
        if (site.Read.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } acquire || site.Write.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || !site.IsOneBody || !GuardCalls.IsSame(acquire, call))
            return null;
        if (call.Ancestors().TakeWhile(n => n != site.Body).OfType<FinallyClauseSyntax>().FirstOrDefault() is not { Parent: TryStatementSyntax guarded, Block: var end } || !guarded.Block.Span.Contains(acquire.Span))
            return null;
        if (GuardCalls.Alone(call) is not { } alone || GuardHead.Outermost(alone, GuardCalls.Guard(acquire)) is not { } release || release.Parent != end || GuardHead.Of(acquire) is not { } head)
            return null;
        var inside = guarded.Block.DescendantNodes(n => !Bodies.IsBody(n)).ToList();
        if (GuardCalls.Acquires(acquire, inside).Any() || GuardCalls.Releases(acquire, inside).Any() || Statements.HasDirectives(guarded) || Statements.ListOf(guarded) is not (null or BlockSyntax or SwitchSectionSyntax))
            return null;
        return new BeforeTryEditor(site, guarded, head, release);
    }

    private IEnumerable<StatementSyntax> Front => _try.Block.Statements.Take(_head.Next);

    /// <summary>What moves must not need the handlers, nor the rest of the <c>finally</c>, nor end its scope later than now.</summary>
    private bool CanMove() =>
        _head.List == _try.Block && _head.Count > 0 && _try.Catches.Count == 0 && _try.Finally!.Block.Statements.Count == 1
        && Front.All(s => s is not (LocalFunctionStatementSyntax or LabeledStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }))
        && _try.Block.Statements.Count > _head.Next;

    private SyntaxNode Moved()
    {
        var moved = Front.ToList();
        for (var i = 0; i < moved.Count; i++)
            moved[i] = moved[i].WithAdditionalAnnotations(Formatter.Annotation);
        moved[0] = moved[0].WithLeadingTrivia(_try.GetLeadingTrivia().AddRange(Comments(moved[0])));
        var rest = _try.Block.Statements.Skip(_head.Next).ToList();
        rest[0] = rest[0].WithLeadingTrivia(Statements.SplitBlankLines(rest[0].GetLeadingTrivia()).Others);
        moved.Add(_try.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithBlock(_try.Block.WithStatements(SyntaxFactory.List(rest))).WithAdditionalAnnotations(Formatter.Annotation));
        return Statements.Replace(_site.Root, _try, moved);
    }

    /// <summary>What is said of a statement, without the blank lines and the indentation before it.</summary>
    private static IEnumerable<SyntaxTrivia> Comments(StatementSyntax statement)
    {
        var trivia = Statements.SplitBlankLines(statement.GetLeadingTrivia()).Others;
        return trivia.Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia)) ? trivia.SkipWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)) : Enumerable.Empty<SyntaxTrivia>();
    }

    private SyntaxNode? Flagged()
    {
        // In a loop one release would have to answer for many calls.
        if (Bodies.RepeatsOrLeaves(_site.Read, _try) || _head.List is not BlockSyntax list || (_head.Answer is null && _head.Count == 0))
            return null;
        var name = _head.Answer?.Identifier.ValueText ?? new NameScope(Bodies.Member(_try)).Take("acquired", "taken", "lockAcquired");
        if (_head.Answer is { } answer && (_site.Model.GetDeclaredSymbol(answer) is not { } local || Accesses.Writes(local, _site.Body, _site.Model).Any()))
            return null;
        var root = _site.Root.TrackNodes(_try, list, _release);
        root = root.ReplaceNode(root.GetCurrentNode(_release)!, Conditional(name));
        root = _head.Answer is null ? SetAfter(root, list, name) : Assign(root);
        var bit = _site.Model.Compilation.GetSpecialType(SpecialType.System_Boolean);
        var declaration = _site.Style.Declare(_site.Model, _try, name, bit, SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression), apparent: true);
        var current = root.GetCurrentNode(_try)!;
        return Statements.Replace(root, current, new[] { Statements.Line(declaration, current.GetLeadingTrivia()), current.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation) });
    }

    private static SyntaxNode SetAfter(SyntaxNode root, BlockSyntax list, string name, int next)
    {
        var block = root.GetCurrentNode(list)!;
        var set = Statements.Line(SyntaxFactory.ParseStatement($"{name} = true;"));
        return root.ReplaceNode(block, block.WithStatements(block.Statements.Insert(next, set)));
    }

    private SyntaxNode SetAfter(SyntaxNode root, BlockSyntax list, string name) => SetAfter(root, list, name, _head.Next);

    /// <summary>The local that has the answer is the flag; it is only declared earlier.</summary>
    private SyntaxNode Assign(SyntaxNode root)
    {
        var declaration = _head.Answer!.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()!;
        var here = root.DescendantNodes().OfType<LocalDeclarationStatementSyntax>().First(s => s.IsEquivalentTo(declaration) && root.GetCurrentNode(_try)!.Span.Contains(s.Span));
        var value = here.Declaration.Variables[0].Initializer!.Value;
        var set = SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(_head.Answer!.Identifier.ValueText), value.WithoutTrivia()));
        return root.ReplaceNode(here, set.WithTriviaFrom(here).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private StatementSyntax Conditional(string name) =>
        Statements.If(_site.Root, SyntaxFactory.IdentifierName(name), _release.WithoutTrivia()).WithTriviaFrom(_release);
}
