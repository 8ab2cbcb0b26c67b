using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>A loop that does nothing but look at state of its type and let time pass.</summary>
/// <param name="Delay">The awaited call that lets time pass.</param>
/// <param name="Loop">The loop.</param>
/// <param name="State">What it looks at, and another member changes.</param>
/// <param name="Look">Where it looks.</param>
/// <param name="Change">Where another member changes it.</param>
internal sealed record Polling(InvocationExpressionSyntax Delay, StatementSyntax Loop, ISymbol State, SyntaxNode Look, SyntaxNode Change)
{
    /// <summary>The loops of a file; one without the word is not looked at.</summary>
    public static IEnumerable<Polling> In(SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var name in NameIndex.Find(model.SyntaxTree, Signals.Delay, cancellationToken))
        {
            if (CallShape.CallOf(name) is not { } call || CallShape.LoopAround(call) is not { } loop || !IsAlone(call, loop) || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { ContainingType.Name: Signals.Awaited } method || !method.IsIn(Signals.Space))
                continue;
            foreach (var look in Looks(loop))
            {
                if (StateOf(look, model, cancellationToken) is { } state && ChangeOf(state, call, model, cancellationToken) is { } change)
                {
                    yield return new Polling(call, loop, state, look, change);
                    break;
                }
            }
        }
    }

    /// <summary>True where the loop does nothing besides: it counts, it looks whether to leave, and lets time pass.</summary>
    private static bool IsAlone(InvocationExpressionSyntax delay, StatementSyntax loop)
    {
        var body = loop switch { WhileStatementSyntax x => x.Statement, DoStatementSyntax x => x.Statement, ForStatementSyntax x => x.Statement, _ => null };
        var waits = CallShape.Chain(delay).Parent as AwaitExpressionSyntax;
        if (body is null || waits is null || waits.Parent is not ExpressionStatementSyntax pause)
            return false;
        return body == pause || (body is BlockSyntax block && pause.Parent == block && block.Statements.All(s => s == pause || IsBookkeeping(s)));
    }

    private static bool IsBookkeeping(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax, Right: var right } } => !Calls(right),
        ExpressionStatementSyntax { Expression: PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax } or PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax } } => true,
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfCancellationRequested" } } } => true,
        LockStatementSyntax held => held.Statement is BlockSyntax inner ? inner.Statements.All(IsBookkeeping) : IsBookkeeping(held.Statement),
        IfStatementSyntax { Else: null } branch => (branch.Statement is BlockSyntax { Statements: { Count: 1 } only } ? only[0] : branch.Statement) is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax,
        _ => false,
    };

    private static bool Calls(ExpressionSyntax expression) => expression.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or AwaitExpressionSyntax);

    /// <summary>The names in the conditions by which the loop goes on or ends.</summary>
    private static IEnumerable<IdentifierNameSyntax> Looks(StatementSyntax loop)
    {
        var condition = CallShape.ConditionOf(loop);
        var all = condition is null ? new List<ExpressionSyntax>() : new List<ExpressionSyntax> { condition };
        all.AddRange(loop.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<IfStatementSyntax>().Select(i => i.Condition));
        return all.SelectMany(c => c.DescendantNodesAndSelf(n => n is not AnonymousFunctionExpressionSyntax).OfType<IdentifierNameSyntax>()).Where(n => !IsBound(n, loop));
    }

    /// <summary><c>i &lt; Text.Length</c>: what the loop counts itself is held against the state, and so it goes through it and waits for nobody.</summary>
    private static bool IsBound(IdentifierNameSyntax name, StatementSyntax loop)
    {
        var compared = name.Ancestors().TakeWhile(n => n is ExpressionSyntax).OfType<BinaryExpressionSyntax>().FirstOrDefault(b => b.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.NotEqualsExpression);
        if (compared is null)
            return false;
        var other = (compared.Left.Span.Contains(name.Span) ? compared.Right : compared.Left).DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText).ToList();
        return other.Count > 0 && loop.DescendantNodes().Any(n => CountedBy(n) is { } counted && other.Contains(counted));
    }

    private static string? CountedBy(SyntaxNode node) => node switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression, Operand: IdentifierNameSyntax counted } => counted.Identifier.ValueText,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression, Operand: IdentifierNameSyntax counted } => counted.Identifier.ValueText,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression, Left: IdentifierNameSyntax counted } => counted.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The field or property of the type that is looked at as a whole, or as a collection; null for what belongs to somebody else.</summary>
    private static ISymbol? StateOf(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellationToken, bool throughMembers = true)
    {
        ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == name ? own : name;
        if (place == name && name.Parent is MemberAccessExpressionSyntax { Name: var member } && member == name)
            return null;
        while (place.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or ParenthesizedExpressionSyntax)
            place = (ExpressionSyntax)place.Parent;
        if (throughMembers && place.Parent is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } && model.GetSymbolInfo(name, cancellationToken).Symbol is IMethodSymbol { IsVirtual: false, IsOverride: false, IsAsync: false } asked)
            return Behind(asked, model, cancellationToken);
        if (place.Parent is InvocationExpressionSyntax or ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Volatile" or "Interlocked" } } } })
            return null;
        if (place.Parent is MemberAccessExpressionSyntax access && access.Expression == place && Array.IndexOf(Signals.Looks, access.Name.Identifier.ValueText) < 0)
            return null;
        if (place.Parent is ConditionalAccessExpressionSyntax)
            return null;
        var symbol = model.GetSymbolInfo(name, cancellationToken).Symbol;
        if (symbol is IPropertySymbol { IsIndexer: false, IsVirtual: false, IsOverride: false } property && GivenBy(property, cancellationToken) is not null)
            return throughMembers ? Behind(property, model, cancellationToken) : null;
        return symbol is IFieldSymbol { IsConst: false } or IPropertySymbol { IsIndexer: false } && symbol.DeclaringSyntaxReferences.Length == 1 ? symbol : null;
    }

    /// <summary>The state of the type that a member looks at, whose body is one expression in the same file.</summary>
    private static ISymbol? Behind(ISymbol member, SemanticModel model, CancellationToken cancellationToken) =>
        member.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && reference.SyntaxTree == model.SyntaxTree && GivenBy(member, cancellationToken) is { } returned
            ? returned.DescendantNodesAndSelf(n => n is not AnonymousFunctionExpressionSyntax).OfType<IdentifierNameSyntax>().Select(n => StateOf(n, model, cancellationToken, throughMembers: false)).FirstOrDefault(s => s is not null)
            : null;

    /// <summary>What the member gives, where it does no more than that, or does it under a lock.</summary>
    private static ExpressionSyntax? GivenBy(ISymbol member, CancellationToken cancellationToken) => member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
    {
        PropertyDeclarationSyntax property => MemberFacts.Got(property),
        MethodDeclarationSyntax { ExpressionBody.Expression: var expression } => expression,
        MethodDeclarationSyntax { Body.Statements: [var only] } => (only is LockStatementSyntax held ? held.Statement is BlockSyntax { Statements: [var inner] } ? inner : held.Statement : only) is ReturnStatementSyntax returned ? returned.Expression : null,
        _ => null,
    };

    /// <summary>Where another member of the type changes the state; null where none does.</summary>
    private static SyntaxNode? ChangeOf(ISymbol state, SyntaxNode use, SemanticModel model, CancellationToken cancellationToken)
    {
        var member = CallShape.MemberOf(use);
        if (use.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration || model.GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type || !SymbolEqualityComparer.Default.Equals(type, state.ContainingType))
            return null;
        foreach (var part in type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)))
        {
            foreach (var name in NameIndex.In(part, state.Name))
            {
                if (ChangeAt(name) is { } change && CallShape.MemberOf(name) is { } other && other != member && other is not ConstructorDeclarationSyntax)
                    return change;
            }
        }

        return null;
    }

    private static SyntaxNode? ChangeAt(IdentifierNameSyntax name)
    {
        ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == name ? own : name;
        return place.Parent switch
        {
            AssignmentExpressionSyntax assignment when assignment.Left == place => assignment,
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => step,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Read", Expression: IdentifierNameSyntax { Identifier.ValueText: "Volatile" or "Interlocked" } } } } => null,
            ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument => argument,
            ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax into } element when into.Left == element => into,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == place && Mutators.Contains(access.Name.Identifier.ValueText) => call,
            _ => null,
        };
    }
}
