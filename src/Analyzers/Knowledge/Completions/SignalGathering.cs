using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>The completion sources that a file completes by calls which can throw, each with all that completes it in its type.</summary>
internal static class SignalGathering
{
    /// <summary>The signals; a file without the words is not looked at.</summary>
    public static IEnumerable<Signal> In(SemanticModel model, CancellationToken cancellationToken)
    {
        HashSet<ISymbol>? seen = null;
        foreach (var word in Signals.Throwing)
        {
            foreach (var name in NameIndex.Find(model.SyntaxTree, word, cancellationToken))
            {
                if (HolderOf(name, model, cancellationToken) is { } holder && (seen ??= new(SymbolEqualityComparer.Default)).Add(holder.Symbol))
                    yield return new Signal(holder.Symbol, All(holder.Symbol, name, model, cancellationToken), holder.IsElement);
            }
        }
    }

    /// <summary>The variable behind the object whose completing method is named; null where it is no such method, or nothing simple holds the object.</summary>
    private static Holder? HolderOf(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        if (ReceiverOf(name) is not { } receiver)
            return null;
        var info = model.GetSymbolInfo(name, cancellationToken);
        var method = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return method is IMethodSymbol && Signals.IsCompletedOnce(method.ContainingType) ? Holder.Of(receiver, model, cancellationToken) : null;
    }

    private static ExpressionSyntax? ReceiverOf(SimpleNameSyntax name) =>
        name.Parent is MemberBindingExpressionSyntax binding ? binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(c => c.WhenNotNull.Span.Contains(binding.Span))?.Expression : CallShape.ReceiverOf(name);

    private static List<Completion> All(ISymbol symbol, SyntaxNode use, SemanticModel model, CancellationToken cancellationToken)
    {
        var result = new List<Completion>();
        foreach (var scope in ScopesOf(symbol, use, model, cancellationToken))
        {
            var own = scope.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(scope.SyntaxTree);
            result.AddRange(In(scope, symbol, own, cancellationToken));

            // Who makes the message that carries it keeps it in a local.
            if (result.Any(c => c is { Throws: true, IsOwn: false }))
                result.AddRange(SignalsInMessages.LocalsBehind(symbol, scope, own, cancellationToken).SelectMany(l => In(l.Member, l.Local, own, cancellationToken)).Select(c => c with { IsOwn = false }));
        }

        return result;
    }

    private static IEnumerable<Completion> In(SyntaxNode scope, ISymbol symbol, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            var method = name.Identifier.ValueText;
            if (Signals.IsCompleting(method) && HolderOf(name, model, cancellationToken) is { } holder && SymbolEqualityComparer.Default.Equals(holder.Symbol, symbol))
                yield return new Completion((ExpressionSyntax?)CallShape.CallOf(name) ?? (ExpressionSyntax)(name.Parent ?? name), method, holder.IsOwn, model);
        }
    }

    /// <summary>Where the variable can be completed, as far as it is looked at: its member, or all parts of the outermost type around the use.</summary>
    private static IEnumerable<SyntaxNode> ScopesOf(ISymbol symbol, SyntaxNode use, SemanticModel model, CancellationToken cancellationToken)
    {
        if (symbol is ILocalSymbol or IParameterSymbol)
            return CallShape.MemberOf(use) is { } member ? new[] { member is GlobalStatementSyntax ? member.Parent! : member } : Array.Empty<SyntaxNode>();
        var declaration = use.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault();
        return declaration is not null && model.GetDeclaredSymbol(declaration, cancellationToken) is { } type
            ? type.DeclaringSyntaxReferences.OrderBy(r => r.SyntaxTree.FilePath, StringComparer.Ordinal).Select(r => r.GetSyntax(cancellationToken))
            : Array.Empty<SyntaxNode>();
    }
}

/// <summary>The variable that holds an object.</summary>
/// <param name="Symbol">The variable.</param>
/// <param name="IsOwn">True where it belongs to the object at hand, or to the method.</param>
/// <param name="IsElement">True where it is a collection of such objects, and stays one with it.</param>
internal sealed record Holder(ISymbol Symbol, bool IsOwn, bool IsElement = false)
{
    private const int MaxSteps = 4;

    /// <summary>The variable that the expression names, through copies in locals, patterns and the state that is given to a callback.</summary>
    public static Holder? Of(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken, int steps = 0)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return Of(inner.Expression, model, cancellationToken, steps);
            case CastExpressionSyntax inner:
                return Of(inner.Expression, model, cancellationToken, steps);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } inner:
                return Of(inner.Left, model, cancellationToken, steps);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner:
                return Of(inner.Operand, model, cancellationToken, steps);
            case MemberBindingExpressionSyntax binding:
                return model.GetSymbolInfo(binding.Name, cancellationToken).Symbol is (IFieldSymbol or IPropertySymbol) and { } member ? new Holder(member.OriginalDefinition, IsOwn: false) : null;
            case MemberAccessExpressionSyntax access:
                return model.GetSymbolInfo(access.Name, cancellationToken).Symbol is (IFieldSymbol or IPropertySymbol) and { } reached
                    ? new Holder(reached.OriginalDefinition, access.Expression is ThisExpressionSyntax or BaseExpressionSyntax || reached.IsStatic || IsThis(access.Expression, model, cancellationToken))
                    : null;
            case ElementAccessExpressionSyntax when SignalMaking.CollectionBehind(expression, model, cancellationToken) is { } collection:
                return new Holder(collection, IsOwn: true, IsElement: true);
            case IdentifierNameSyntax name:
                return model.GetSymbolInfo(name, cancellationToken).Symbol switch
                {
                    ILocalSymbol found when IsFound(found, cancellationToken) && SignalMaking.CollectionBehind(expression, model, cancellationToken) is { } collection => new Holder(collection, IsOwn: true, IsElement: true),
                    (IFieldSymbol or IPropertySymbol) and { } own => new Holder(own.OriginalDefinition, IsOwn: true),
                    ILocalSymbol local => (steps < MaxSteps && SourceOf(local, cancellationToken) is { } source ? Of(source, model, cancellationToken, steps + 1) : null) ?? new Holder(local, IsOwn: true),
                    IParameterSymbol parameter => (steps < MaxSteps && StateOf(parameter, cancellationToken) is { } state ? Of(state, model, cancellationToken, steps + 1) : null) ?? new Holder(parameter, IsOwn: true),
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>True where a callback gets the object at hand as its state, and the expression is that.</summary>
    private static bool IsThis(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        while (expression is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax)
            expression = expression switch { ParenthesizedExpressionSyntax p => p.Expression, CastExpressionSyntax c => c.Expression, _ => ((PostfixUnaryExpressionSyntax)expression).Operand };
        if (expression is not IdentifierNameSyntax name)
            return expression is ThisExpressionSyntax;
        return model.GetSymbolInfo(name, cancellationToken).Symbol switch
        {
            IParameterSymbol parameter => StateOf(parameter, cancellationToken) is ThisExpressionSyntax,
            ILocalSymbol local => SourceOf(local, cancellationToken) is { } source && IsThis(source, model, cancellationToken),
            _ => false,
        };
    }

    /// <summary>True for a local that gets what a collection has, and keeps: <c>TryGetValue(key, out var x)</c>.</summary>
    private static bool IsFound(ILocalSymbol local, CancellationToken cancellationToken) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Signals.Find } } } } }
        || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: ElementAccessExpressionSyntax };

    /// <summary>What a local is a copy of: the name or member that it begins with or that a pattern found not to be null.</summary>
    private static ExpressionSyntax? SourceOf(ILocalSymbol local, CancellationToken cancellationToken)
    {
        var value = local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var initial } => initial,
            SingleVariableDesignationSyntax { Parent: RecursivePatternSyntax or DeclarationPatternSyntax or VarPatternSyntax, Parent.Parent: IsPatternExpressionSyntax test } => test.Expression,
            _ => null,
        };
        var bare = value;
        while (bare is CastExpressionSyntax or ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax)
            bare = bare switch { CastExpressionSyntax c => c.Expression, ParenthesizedExpressionSyntax p => p.Expression, _ => ((PostfixUnaryExpressionSyntax)bare).Operand };
        return bare is IdentifierNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax ? bare : null;
    }

    /// <summary>What is given to a callback as its state: <c>token.Register(s => ((T)s).F(), state)</c>.</summary>
    private static ExpressionSyntax? StateOf(IParameterSymbol parameter, CancellationToken cancellationToken)
    {
        if (parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not ParameterSyntax declared || declared.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not { Parent: ArgumentSyntax { Parent: ArgumentListSyntax list } argument } lambda)
            return null;
        var first = lambda switch
        {
            SimpleLambdaExpressionSyntax => declared,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: var all } => all.FirstOrDefault(),
            _ => null,
        };
        var at = list.Arguments.IndexOf(argument);
        return first == declared && at >= 0 && at + 1 < list.Arguments.Count ? list.Arguments[at + 1].Expression : null;
    }
}
