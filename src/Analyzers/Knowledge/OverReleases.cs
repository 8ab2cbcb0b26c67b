using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Whether anything in sight may give a guard back once too often. Nothing does where nobody else can reach it, and every release belongs to
/// a take of its own: in the <c>finally</c> behind it, or further down on the one way that leads on from it.
/// </summary>
internal static class OverReleases
{
    /// <summary>What may, and why; null for nothing.</summary>
    /// <param name="semaphore">The name of the guard.</param>
    /// <param name="member">What declares it.</param>
    /// <param name="members">The members of the type.</param>
    public static (SyntaxNode Place, string Why)? Of(string semaphore, MemberDeclarationSyntax member, IReadOnlyList<MemberOutline> members)
    {
        if (member.Modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword))
            return (member, "it is not private, so others can release it too");
        foreach (var declaration in members.Select(m => m.Node.Parent).Distinct())
        {
            foreach (var node in declaration?.DescendantNodes() ?? Enumerable.Empty<SyntaxNode>())
            {
                if (node is IdentifierNameSyntax name && name.Identifier.ValueText == semaphore && Judge(name) is { } why)
                    return (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() ?? (SyntaxNode)name, why);
            }
        }

        return null;
    }

    private static string? Judge(IdentifierNameSyntax name)
    {
        ExpressionSyntax place = name;
        while (place.Parent is MemberAccessExpressionSyntax outer && outer.Name == place || place.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax)
            place = (ExpressionSyntax)place.Parent!;
        switch (place.Parent)
        {
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == place:
                return Locks.IsGivingName(access.Name.Identifier.ValueText) ? JudgeRelease(call, call, name.Identifier.ValueText) : null;
            case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } call } whole when whole.Expression == place:
                return Locks.IsGivingName(binding.Name.Identifier.ValueText) ? JudgeRelease(call, whole, name.Identifier.ValueText) : null;
            case ArgumentSyntax { Parent.Parent: not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } argument:
                return $"'{PlaceText(argument.Parent!.Parent!)}' hands it on";
            case ReturnStatementSyntax or ArrowExpressionClauseSyntax or InitializerExpressionSyntax or EqualsValueClauseSyntax:
                return $"'{name.Identifier.ValueText}' is handed on";
            case AssignmentExpressionSyntax assignment when assignment.Right == place:
                return $"'{PlaceText(assignment)}' hands it on";
            default:
                return null;
        }
    }

    private static string? JudgeRelease(InvocationExpressionSyntax call, ExpressionSyntax whole, string semaphore)
    {
        var text = PlaceText(whole);
        if (call.ArgumentList.Arguments.Any(static a => a.Expression is not LiteralExpressionSyntax { Token.Value: 1 }))
            return $"'{text}' gives back as many as it is told";
        if (GuardPlaces.Function(whole) is not { } function)
            return null;
        var takes = CallsOf(function, semaphore, Locks.IsTakingName).ToList();
        var by = function.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText;
        if (takes.Count == 0)
            return by is null ? $"'{text}' stands where it is not taken" : $"'{by}' releases it without having taken it";
        var releases = CallsOf(function, semaphore, Locks.IsGivingName).ToList();
        return takes.Any(t => Belongs(t, whole, releases)) ? null : $"nothing binds '{text}'{(by is null ? "" : $" in '{by}'")} to one take of it";
    }

    /// <summary>The calls by which the function itself takes or gives back.</summary>
    private static IEnumerable<SyntaxNode> CallsOf(SyntaxNode function, string semaphore, Func<string, bool> isName)
    {
        foreach (var node in function.DescendantNodes())
        {
            if (node is InvocationExpressionSyntax call && GuardPlaces.Function(call) == function)
            {
                if (call.Expression is MemberAccessExpressionSyntax access && isName(access.Name.Identifier.ValueText) && TypeSyntaxFacts.LastName(access.Expression) == semaphore)
                    yield return call;
                else if (call is { Expression: MemberBindingExpressionSyntax binding, Parent: ConditionalAccessExpressionSyntax whole } && isName(binding.Name.Identifier.ValueText) && TypeSyntaxFacts.LastName(whole.Expression) == semaphore)
                    yield return whole;
            }
        }
    }

    /// <summary>True where whoever comes to the release has come past the take, and has given back nothing since.</summary>
    private static bool Belongs(SyntaxNode take, SyntaxNode release, List<SyntaxNode> releases)
    {
        // A handler runs also where the try has come to its end and given back: only a finally is sure to run once.
        if (take.SpanStart > release.SpanStart || (SameBranch(take, release) ?? FlaggedIn(take, release) ?? HeldIn(take)) is not { } held || !held.Span.Contains(release.Span) || Loop(take) != Loop(release) || release.Ancestors().TakeWhile(a => a != held).Any(static a => a is CatchClauseSyntax))
            return false;
        return releases.All(r => r == release || r.SpanStart < take.SpanStart || AreAlternatives(r, release) || (r.SpanStart > release.SpanStart ? !IsBehind(release, r) : Leaves(r, release)));
    }

    /// <summary>
    /// The block in which it is held behind the take: of a call by itself that around it, of <c>if (!await _gate.WaitAsync(time)) return;</c> too,
    /// and of <c>if (await _gate.WaitAsync(time))</c> the branch. Null where nobody can say.
    /// </summary>
    private static SyntaxNode? HeldIn(SyntaxNode take)
    {
        var statement = take.FirstAncestorOrSelf<StatementSyntax>();
        switch (statement)
        {
            case ExpressionStatementSyntax own when take is not InvocationExpressionSyntax call || !ProtocolOutline.IsTimed(call) || WaitsForEver(call):
                return CannotFail(own, take) ? statement.Parent!.Parent : statement.Parent;
            case IfStatementSyntax { Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not, Else: null } branch when not.Span.Contains(take.Span) && EndsElsewhere(branch.Statement):
                return statement.Parent;
            case IfStatementSyntax { Condition: AwaitExpressionSyntax or InvocationExpressionSyntax } branch when branch.Condition.Span.Contains(take.Span):
                return branch.Statement;
            case LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables, Parent: BlockSyntax block } when block.Statements.IndexOf(statement) + 1 is var next && next < block.Statements.Count:
                return block.Statements[next] is IfStatementSyntax { Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: IdentifierNameSyntax asked }, Else: null } tested
                    && asked.Identifier.ValueText == variables[0].Identifier.ValueText && EndsElsewhere(tested.Statement) ? block : null;
            default:
                return null;
        }
    }

    /// <summary>The block around two branches that ask the same, and that nothing changes in between: <c>if (own) await …; … if (own) _gate.Release();</c>.</summary>
    private static SyntaxNode? SameBranch(SyntaxNode take, SyntaxNode release)
    {
        if (Branch(take) is not { Else: null } taking || Branch(release) is not { Else: null } giving || taking == giving || taking.Span.Contains(giving.Span) || !SyntaxFactory.AreEquivalent(taking.Condition, giving.Condition, topLevel: false) || taking.Condition.DescendantNodesAndSelf().Any(static n => n is InvocationExpressionSyntax or AwaitExpressionSyntax))
            return null;
        var asked = new HashSet<string>(taking.Condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static n => n.Identifier.ValueText), StringComparer.Ordinal);
        return GuardPlaces.Function(take)?.DescendantNodes().Any(n => n is AssignmentExpressionSyntax assignment && TypeSyntaxFacts.LastName(assignment.Left) is { } changed && asked.Contains(changed)) == false && HeldIn(take) is not null ? taking.Parent : null;
    }

    /// <summary>The body, where a flag is set right behind the take and nowhere else, and the release asks it.</summary>
    private static SyntaxNode? FlaggedIn(SyntaxNode take, SyntaxNode release) =>
        take.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax block } own && Branch(release) is { Condition: IdentifierNameSyntax asked } && IsFlagSet(block, block.Statements.IndexOf(own) + 1, asked.Identifier.ValueText) ? GuardPlaces.Function(take) : null;

    private static IfStatementSyntax? Branch(SyntaxNode node) => node.Ancestors().TakeWhile(static a => a is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<IfStatementSyntax>().FirstOrDefault(i => i.Statement.Span.Contains(node.Span));

    private static bool IsFlagSet(BlockSyntax block, int at, string flag) =>
        at < block.Statements.Count
        && block.Statements[at] is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } set } && left.Identifier.ValueText == flag
        && GuardPlaces.Function(block) is { } function && !function.DescendantNodes().Any(n => n is AssignmentExpressionSyntax { Left: IdentifierNameSyntax other } && other.Identifier.ValueText == flag && n != set);

    private static bool WaitsForEver(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments[0].Expression is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Timeout" } };

    /// <summary>
    /// True where whoever comes to the end of the <c>try</c> has taken it, though it is taken inside: as the first of all, by a wait that nothing
    /// ends.
    /// </summary>
    private static bool CannotFail(ExpressionStatementSyntax own, SyntaxNode take)
    {
        if (own.Parent is not BlockSyntax { Parent: TryStatementSyntax { Finally: not null } } block)
            return false;
        var at = block.Statements.IndexOf(own);
        return at == 0 && take is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Expression: var semaphore } } && !IsDisposed(TypeSyntaxFacts.LastName(semaphore), own.FirstAncestorOrSelf<TypeDeclarationSyntax>());
    }

    /// <summary>True where the type ends the semaphore: from then on the wait throws.</summary>
    private static bool IsDisposed(string? semaphore, TypeDeclarationSyntax? type) =>
        type?.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == semaphore
            && (n.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" } access && access.Expression == n || n.Parent is ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" } } })) != false;

    private static bool EndsElsewhere(SyntaxNode? node) => node switch
    {
        BlockSyntax { Statements: { Count: > 0 } statements } => EndsElsewhere(statements.Last()),
        ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax => true,
        _ => false,
    };

    /// <summary>The earlier release ends its branch, and the later one stands outside of that: <c>if (…) { _gate.Release(); return; } … _gate.Release();</c>.</summary>
    private static bool Leaves(SyntaxNode earlier, SyntaxNode later) =>
        earlier.FirstAncestorOrSelf<BlockSyntax>() is { } block && EndsElsewhere(block) && !block.Span.Contains(later.Span) && !IsBehind(earlier, later);

    /// <summary>True where they stand in the two branches of one decision.</summary>
    private static bool AreAlternatives(SyntaxNode one, SyntaxNode other) =>
        one.Ancestors().Any(a => a is ElseClauseSyntax { Parent: IfStatementSyntax branch } && branch.Statement.Span.Contains(other.Span)) || other.Ancestors().Any(a => a is ElseClauseSyntax { Parent: IfStatementSyntax branch } && branch.Statement.Span.Contains(one.Span));

    /// <summary>True where the later one stands in the <c>finally</c> or a handler of a <c>try</c> that holds the earlier one: it runs after it.</summary>
    private static bool IsBehind(SyntaxNode earlier, SyntaxNode later) =>
        later.Ancestors().Any(a => a is FinallyClauseSyntax or CatchClauseSyntax && a.Parent is TryStatementSyntax guarded && guarded.Block.Span.Contains(earlier.Span));

    private static SyntaxNode? Loop(SyntaxNode node) => node.Ancestors().FirstOrDefault(static a => a is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax);

    private static string PlaceText(SyntaxNode node) => new Model.Site(node).Text;
}
