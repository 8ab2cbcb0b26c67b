using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>A static that a scope sets when it begins, and sets back when it ends.</summary>
/// <param name="Static">The static field or property.</param>
/// <param name="Set">Where it is set, or something is pushed onto it.</param>
/// <param name="End">Where it is set back, or popped.</param>
/// <param name="Begin">The constructor or method that begins the scope.</param>
/// <param name="IsRestored">True where it gets back what was there before; false where it is only taken away.</param>
internal sealed record StaticScope(ISymbol Static, SyntaxNode Set, SyntaxNode End, IMethodSymbol Begin, bool IsRestored)
{
    /// <summary>True where each thread has a value of its own.</summary>
    public bool IsOfThread => ThreadMembers.IsOfThread(Static);

    /// <summary>The scopes of a file; one in which no static is set where something is disposed of is not looked at.</summary>
    public static IEnumerable<StaticScope> In(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var index = NameIndex.Of(model.SyntaxTree);
        if (!index.MayContain("static") && !index.MayContain(Scopes.Ending) || !index.MayContain("return") && !index.MayContain(Scopes.Ending))
            yield break;
        foreach (var method in NameIndex.Declared(model.SyntaxTree, Scopes.Ending, cancellationToken).OfType<MethodDeclarationSyntax>())
        {
            if (method.ParameterList.Parameters.Count > 0 || method.Parent is not TypeDeclarationSyntax type)
                continue;
            foreach (var (name, end) in ChangesIn(method))
            {
                if (StaticOf(name, type, model, knowledge, cancellationToken) is { } symbol)
                {
                    foreach (var scope in Begun(symbol, end, Beginnings(type, symbol, model, cancellationToken), model, knowledge, cancellationToken))
                        yield return scope;
                }
            }
        }

        foreach (var name in NameIndex.Find(model.SyntaxTree, Scopes.Result, cancellationToken))
        {
            if (name.FirstAncestorOrSelf<MethodDeclarationSyntax>(m => m.ReturnType.Span.Contains(name.Span)) is not { Parent: TypeDeclarationSyntax type } method)
                continue;
            foreach (var lambda in method.DescendantNodes().OfType<AnonymousFunctionExpressionSyntax>())
            {
                foreach (var (target, end) in ChangesIn(lambda))
                {
                    if (StaticOf(target, type, model, knowledge, cancellationToken) is { } symbol)
                    {
                        foreach (var scope in Begun(symbol, end, new SyntaxNode[] { method }, model, knowledge, cancellationToken))
                            yield return scope;
                    }
                }
            }
        }
    }

    /// <summary>Pushes onto a static stack, each with the pop of the same function.</summary>
    public static IEnumerable<(ISymbol Static, SyntaxNode Push, SyntaxNode Pop)> Stacks(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var index = NameIndex.Of(model.SyntaxTree);
        if (!index.MayContain("static") || !index.MayContain("await") || !index.MayContain(Scopes.Pop))
            yield break;
        foreach (var name in NameIndex.Find(model.SyntaxTree, Scopes.Push, cancellationToken))
        {
            if (CallShape.CallOf(name) is not { } push || CallShape.ReceiverOf(name) is not { } stack || NameOf(stack) is not { } target || CallShape.FunctionOf(push) is not { } function || CallShape.LoopAround(push) is not null)
                continue;
            var pop = ChangesIn(function).FirstOrDefault(c => c.Name.Identifier.ValueText == target.Identifier.ValueText && c.Change is InvocationExpressionSyntax && c.Change.SpanStart > push.Span.End && AmbientUse.Follows(push, c.Change)).Change;
            if (pop is not null && push.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && StaticOf(target, type, model, knowledge, cancellationToken) is { } symbol && IsShared(symbol) && IsStack(symbol))
                yield return (symbol, push, pop);
        }
    }

    /// <summary>The functions that begin a scope of the type: its constructors, and methods that make one, in this file and in others that name both the type and the static.</summary>
    private static IEnumerable<SyntaxNode> Beginnings(TypeDeclarationSyntax type, ISymbol symbol, SemanticModel model, CancellationToken cancellationToken)
    {
        var name = type.Identifier.ValueText;
        foreach (var constructor in type.Members.OfType<ConstructorDeclarationSyntax>())
            yield return constructor;
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            var isHere = tree == model.SyntaxTree;
            if (!isHere && !(NameIndex.Of(tree).MayContain(name) && NameIndex.Of(tree).MayContain(symbol.Name)))
                continue;
            foreach (var place in NameIndex.Find(tree, name, cancellationToken))
            {
                if (place.Parent is ObjectCreationExpressionSyntax creation && creation.Type == place && CallShape.FunctionOf(creation) is MethodDeclarationSyntax method)
                    yield return method;
            }

            if (!isHere && type.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                foreach (var constructor in NameIndex.Declared(tree, name, cancellationToken).OfType<ConstructorDeclarationSyntax>())
                    yield return constructor;
            }
        }
    }

    private static IEnumerable<StaticScope> Begun(ISymbol symbol, SyntaxNode end, IEnumerable<SyntaxNode> beginnings, SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (end is InvocationExpressionSyntax && !IsStack(symbol))
            yield break;
        var restores = end is InvocationExpressionSyntax || end is AssignmentExpressionSyntax { Right: var back } && IsKept(back);
        if (!restores && !(end is AssignmentExpressionSyntax { Right: var gone } && IsNothing(gone)))
            yield break;
        foreach (var function in beginnings.Distinct())
        {
            var near = AmbientCalls.ModelOf(function, model);
            if (near.GetDeclaredSymbol(function, cancellationToken) is not IMethodSymbol begin)
                continue;
            foreach (var node in function.DescendantNodes(n => n == function || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
            {
                var (target, value) = node switch
                {
                    AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } set when end is AssignmentExpressionSyntax => (NameOf(set.Left), set.Right),
                    InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Scopes.Push } access, ArgumentList.Arguments: [var pushed] } when end is InvocationExpressionSyntax => (NameOf(access.Expression), pushed.Expression),
                    _ => (null, null),
                };
                if (target is null || target.Identifier.ValueText != symbol.Name && target.Identifier.ValueText != NameOf(end switch { AssignmentExpressionSyntax a => a.Left, _ => null })?.Identifier.ValueText)
                    continue;
                if (value is not null && !IsNothing(value) && (restores || IsGiven(value, begin)) && near.GetSymbolInfo(target, cancellationToken).Symbol is { } set2 && SymbolEqualityComparer.Default.Equals(knowledge.LocationOf(set2), symbol))
                    yield return new StaticScope(symbol, node, end, begin, restores);
            }
        }
    }

    /// <summary>The plain assignments and pops of a function, by the name of what they change.</summary>
    private static IEnumerable<(SimpleNameSyntax Name, SyntaxNode Change)> ChangesIn(SyntaxNode function)
    {
        foreach (var node in function.DescendantNodes(n => n == function || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            var target = node switch
            {
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } set => NameOf(set.Left),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Scopes.Pop } access, ArgumentList.Arguments.Count: 0 } => NameOf(access.Expression),
                _ => null,
            };
            if (target is not null)
                yield return (target, node);
        }
    }

    /// <summary>The name of a member of the type, or of another one that is named before it.</summary>
    private static SimpleNameSyntax? NameOf(ExpressionSyntax? place) => place switch
    {
        IdentifierNameSyntax name => name,
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var type } } access when type.Length > 0 && char.IsUpper(type[0]) => access.Name,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure => NameOf(sure.Operand),
        _ => null,
    };

    /// <summary>The static that all executions share, or all of a thread; null for a member of an object, and for what flows. The syntax is asked first.</summary>
    private static ISymbol? StaticOf(SimpleNameSyntax name, TypeDeclarationSyntax type, SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (name.Parent is not MemberAccessExpressionSyntax && !type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Any(t => t.Members.Any(m => m.Modifiers.Any(SyntaxKind.StaticKeyword) && Declares(m, name.Identifier.ValueText))))
            return null;
        if (model.GetSymbolInfo(name, cancellationToken).Symbol is not { IsStatic: true, DeclaringSyntaxReferences.IsEmpty: false } symbol)
            return null;
        return knowledge.LocationOf(symbol) is var location && (IsShared(location) || ThreadMembers.IsOfThread(location)) ? location : null;
    }

    /// <summary>True for a static field or automatic property of which there is one for all threads.</summary>
    public static bool IsShared(ISymbol symbol) => symbol switch
    {
        IFieldSymbol { IsStatic: true, IsConst: false } field => !ThreadMembers.IsOfThread(field) && (!field.IsReadOnly || IsStack(field)),
        IPropertySymbol { IsStatic: true } property => MemberFacts.IsAuto(property) && !ThreadMembers.IsOfThread(property),
        _ => false,
    };

    private static bool Declares(MemberDeclarationSyntax member, string name) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Any(v => v.Identifier.ValueText == name),
        PropertyDeclarationSyntax property => property.Identifier.ValueText == name,
        _ => false,
    };

    private static bool IsStack(ISymbol symbol) => Scopes.IsStack((symbol as IFieldSymbol)?.Type);

    /// <summary>True for what has been kept since the beginning: a local, a parameter or a member.</summary>
    private static bool IsKept(ExpressionSyntax value) => value is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } or PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax };

    private static bool IsNothing(ExpressionSyntax value) =>
        value is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression or (int)SyntaxKind.FalseLiteralExpression } or DefaultExpressionSyntax
        || value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var sure } && IsNothing(sure);

    /// <summary>True where the value stems from an argument of the beginning.</summary>
    private static bool IsGiven(ExpressionSyntax value, IMethodSymbol begin) =>
        value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => begin.Parameters.Any(p => p.Name == n.Identifier.ValueText));
}
