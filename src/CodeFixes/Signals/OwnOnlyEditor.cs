using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Signals;

/// <summary>
/// <c>_cts = new(); await …; _cts.Dispose(); _cts = null;</c> becomes
/// <c>var cts = new …(); _cts = cts; await …; cts.Dispose(); Interlocked.CompareExchange(ref _cts, null, cts);</c>.
/// </summary>
internal static class OwnOnlyEditor
{
    /// <summary>The root in which the own object is kept in a local; null where it cannot be, or the end has another form.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (!site.IsOneBody || Accesses.Location(site) is not { } state || (state as IFieldSymbol)?.Type is null && state is not IPropertySymbol)
            return null;
        if (site.Read is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var stored, Parent: ExpressionStatementSyntax { Parent: BlockSyntax scope } store } assignment || !IsState(assignment.Left) || stored is AssignmentExpressionSyntax)
            return null;
        if (site.Write.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax list } first || !scope.Span.Contains(first.Span) || first.SpanStart < store.Span.End || Statements.HasDirectives(first))
            return null;
        var (mine, declaration) = Own(site, state, stored, store);
        if (mine is null)
            return null;
        var changes = new Dictionary<StatementSyntax, StatementSyntax>();
        foreach (var statement in list.Statements.Skip(list.Statements.IndexOf(first)))
        {
            if (Ended(statement) is not { } changed)
                break;
            changes.Add(statement, changed.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        }

        if (changes.Count == 0)
            return null;
        var tracked = site.Root.TrackNodes(changes.Keys.Concat(new[] { (StatementSyntax)store }));
        foreach (var change in changes)
            tracked = tracked.ReplaceNode(tracked.GetCurrentNode(change.Key)!, change.Value);
        if (declaration is null)
            return tracked;
        var kept = store.WithExpression(assignment.WithRight(SyntaxFactory.IdentifierName(mine).WithTriviaFrom(stored))).WithLeadingTrivia(SyntaxFactory.ElasticMarker);
        return Statements.Replace(tracked, tracked.GetCurrentNode((StatementSyntax)store)!, new StatementSyntax[] { declaration, kept });

        bool IsState(ExpressionSyntax expression) =>
            expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or IdentifierNameSyntax }
            && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(expression).Symbol, state);

        // What the statement does to the field, done to the own object instead; null for any other statement.
        StatementSyntax? Ended(StatementSyntax statement)
        {
            if (statement is not ExpressionStatementSyntax { Expression: var done })
                return null;
            if (done is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var nothing } clear && IsState(clear.Left))
                return IsNothing(nothing) ? Cleared(site, state, clear, mine) : null;
            var call = done is AwaitExpressionSyntax awaited ? awaited.Expression : done;
            var own = SyntaxFactory.IdentifierName(mine);
            switch (call)
            {
                case InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax access } when IsState(Bare(access.Expression)):
                    return statement.ReplaceNode(access.Expression, own.WithTriviaFrom(access.Expression));
                case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberBindingExpressionSyntax bound } ended } conditional when IsState(Bare(conditional.Expression)):
                    return stored is BaseObjectCreationExpressionSyntax
                        ? statement.ReplaceNode(call, ended.WithExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, own, bound.Name)).WithTriviaFrom(call))
                        : statement.ReplaceNode(conditional.Expression, own.WithTriviaFrom(conditional.Expression));
                default:
                    return null;
            }
        }
    }

    /// <summary>The name of the local that holds the own object, and its declaration where there is none yet.</summary>
    private static (string? Name, StatementSyntax? Declaration) Own(FixSite site, ISymbol state, ExpressionSyntax stored, StatementSyntax store)
    {
        if (stored is IdentifierNameSyntax known && site.Model.GetSymbolInfo(known).Symbol is ILocalSymbol or IParameterSymbol)
        {
            var symbol = site.Model.GetSymbolInfo(known).Symbol!;
            var isSame = !Accesses.Of(symbol, site.Body, site.Model).Any(n => IsReplaced(n)) && site.Model.LookupSymbols(site.Write.SpanStart, name: symbol.Name).Any(s => SymbolEqualityComparer.Default.Equals(s, symbol));
            return isSame ? (symbol.Name, null) : (null, null);
        }

        if (site.Model.GetTypeInfo(stored).Type is null or IErrorTypeSymbol)
            return (null, null);
        var name = new NameScope(Bodies.Member(site.Write)).Take(Bare(state.Name), "own", "mine");
        var value = Made(state, stored);
        var declared = SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.SingletonSeparatedList(
            SyntaxFactory.VariableDeclarator(name).WithInitializer(SyntaxFactory.EqualsValueClause(value)))));
        return (name, declared.WithLeadingTrivia(store.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed).WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>The name of a local for what the field holds.</summary>
    public static string Bare(string field)
    {
        var bare = field.TrimStart('_');
        bare = bare.StartsWith("m_", StringComparison.Ordinal) || bare.StartsWith("s_", StringComparison.Ordinal) ? bare.Substring(2) : bare;
        return bare.Length == 0 ? "mine" : char.ToLowerInvariant(bare[0]) + bare.Substring(1);
    }

    /// <summary>What is stored, with its type where the field told it.</summary>
    public static ExpressionSyntax Made(ISymbol state, ExpressionSyntax stored) =>
        stored is ImplicitObjectCreationExpressionSyntax made && Written(state) is { } type
            ? SyntaxFactory.ObjectCreationExpression(SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space), type, made.ArgumentList, made.Initializer)
            : stored.WithoutTrivia();

    /// <summary>The field is cleared if the own object is still there: in one step where threads can meet and a reference to the field can be taken.</summary>
    private static StatementSyntax Cleared(FixSite site, ISymbol state, AssignmentExpressionSyntax clear, string mine)
    {
        var left = clear.Left.WithoutTrivia();
        if ((site.Hint.Kinds & FixKinds.Interlocked) != 0 && state is IFieldSymbol { Type: { IsReferenceType: true } type })
        {
            // The answer of the exchange is what was there; where that is a task, the compiler asks for an await.
            var exchange = SyntaxFactory.ParseStatement($"{(type.Name == "Task" ? "_ = " : "")}X.CompareExchange(ref {left}, null, {mine});");
            var name = exchange.DescendantNodes().OfType<IdentifierNameSyntax>().First(n => n.Identifier.ValueText == "X");
            return exchange.ReplaceNode(name, InterlockedEditor.Import(site, "System.Threading", "Interlocked"));
        }

        return SyntaxFactory.IfStatement(SyntaxFactory.ParseExpression($"{left} == {mine}"), SyntaxFactory.ExpressionStatement(clear.WithoutTrivia())).NormalizeWhitespace();
    }

    private static bool IsNothing(ExpressionSyntax value) => Bare(value) is DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression };

    private static ExpressionSyntax Bare(ExpressionSyntax value) => value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure ? sure.Operand : value;

    private static bool IsReplaced(IdentifierNameSyntax name) =>
        (name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name) || name.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 };

    /// <summary>The type of the state as its declaration writes it, without the question mark.</summary>
    private static TypeSyntax? Written(ISymbol state)
    {
        var type = state.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax field } => field.Type,
            PropertyDeclarationSyntax property => property.Type,
            _ => null,
        };
        return (type is NullableTypeSyntax nullable ? nullable.ElementType : type)?.WithoutTrivia();
    }
}
